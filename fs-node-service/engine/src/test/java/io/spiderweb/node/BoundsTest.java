package io.spiderweb.node;

import static io.spiderweb.node.TestClient.errno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.node.handle.Handles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Open files and known files, and what happens where there are too many ({@code spec fs-node 5, 15.1, 15.2}). */
class BoundsTest extends ServedDirectory {

    private static final int ENOENT = 2;
    private static final int EBADF = 9;
    private static final int EMFILE = 24;

    @Test
    void aHandleOutlivesItsConnectionForAReconnect() throws IOException {
        Files.writeString(work.resolve("a"), "hello");
        long h = client.open(client.lookup(root, "a"), 0);

        client.close();
        client = TestClient.greeted(node, false);

        assertThat(read(h, 0, 5).path("data_b64").textValue()).isEqualTo(base64("hello"));
    }

    @Test
    void handlesCannotBeCounted() throws IOException {
        Files.writeString(work.resolve("a"), "hello");
        long id = client.lookup(root, "a");
        long h = client.open(id, 0);

        assertThat(h).isGreaterThan(1_000_000);
        assertThat(client.open(id, 0)).isNotEqualTo(h + 1);
        assertThat(errno(client.onHandle("read", h + 1, "{}"))).isEqualTo(EBADF);
    }

    @Test
    void tooManyOpenFilesAreRefusedAndLeaveNothingBehind() throws IOException {
        Handles.Limits two = new Handles.Limits(2, 10, Duration.ofSeconds(60));
        try (FsNode small = node(limits(1000, two));
                TestClient greedy = TestClient.greeted(small, false)) {
            long at = greedy.root("work");
            greedy.ok(greedy.onNode("create", at, "{'name':'1'}"));
            greedy.ok(greedy.onNode("create", at, "{'name':'2'}"));

            assertThat(errno(greedy.onNode("create", at, "{'name':'3'}"))).isEqualTo(EMFILE);
            assertThat(work.resolve("3")).doesNotExist();
        }
    }

    @Test
    void aForgottenNodeIsWalkedToAgain() throws IOException {
        for (int i = 0; i < 50; i++) {
            Files.createFile(work.resolve("f" + i));
        }
        try (FsNode small = node(limits(10, Handles.Limits.DEFAULT));
                TestClient walker = TestClient.greeted(small, false)) {
            long at = walker.root("work");
            long first = walker.lookup(at, "f0");
            for (int i = 1; i < 50; i++) {
                walker.lookup(at, "f" + i);
            }

            assertThat(errno(walker.onNode("getattr", first, "{}"))).isEqualTo(ENOENT);
            assertThat(walker.lookup(at, "f0")).isEqualTo(first);
            assertThat(small.load().knownFiles()).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void anAbandonedFileIsClosedInTheEnd() throws IOException {
        Handles.Limits soon = new Handles.Limits(2, 10, Duration.ofMillis(50));
        try (FsNode hasty = node(limits(1000, soon))) {
            TestClient quitter = TestClient.greeted(hasty, false);
            quitter.ok(quitter.onNode("create", quitter.root("work"), "{'name':'f'}"));
            quitter.close();

            await().until(() -> hasty.load().openFiles() == 0);
        }
    }

    private static NodeLimits limits(int knownFiles, Handles.Limits handles) {
        NodeLimits usual = NodeLimits.DEFAULT;
        return new NodeLimits(10, knownFiles, 100, handles, usual.incoming(), usual.outgoing(), usual.hello());
    }

    private JsonNode read(long h, long offset, int length) {
        return client.ok(client.onHandle("read", h, "{'off':" + offset + ",'len':" + length + "}"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
