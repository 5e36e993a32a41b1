package io.spiderweb.node;

import io.spiderweb.node.access.Access;
import io.spiderweb.node.export.ExportSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One writable directory served by a node of the usual limits, and a client that has said hello. */
abstract class ServedDirectory {

    @TempDir
    Path work;

    FsNode node;
    TestClient client;
    long root;

    @BeforeEach
    void serve() throws IOException {
        node = node(NodeLimits.DEFAULT);
        client = TestClient.greeted(node, false);
        root = client.root("work");
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    FsNode node(NodeLimits limits) throws IOException {
        return FsNode.open(
                List.of(new ExportSpec("work", work, false)), new Access.Anyone(), limits, NodeObserver.NONE);
    }
}
