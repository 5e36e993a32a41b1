package io.spiderweb.gateway.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.gateway.workspace.WorkspaceFiles.Content;
import io.spiderweb.gateway.workspace.WorkspaceFiles.Entry;
import io.spiderweb.gateway.workspace.WorkspaceFiles.Type;
import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.WorkspaceStatus;
import io.spiderweb.wire.control.WorkspaceStatus.Drift;
import io.spiderweb.wire.control.WorkspaceStatus.Mount;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of a workspace with two mounts, of which one lies on a node behind a WebSocket and the other nobody knows where. */
class MountedFilesTest {

    private final FakeNode node = FakeNode.start()
            .requiring("token")
            .with("/docs/log.md", "the lamp is lit")
            .withDirectory("/docs/old");
    private final WsClient client = WsClient.create();
    private MountedFiles files;

    @BeforeEach
    void open() throws IOException {
        files = MountedFiles.open(client, status(mount("/edge", node.url()), mount("/unknown", null)));
    }

    @AfterEach
    void close() {
        files.close();
        client.close();
        node.close();
    }

    @Test
    void listsMountsAndTheirDirectories() throws IOException {
        assertThat(files.list(WorkspacePath.ROOT)).containsExactly(new Entry("edge", Type.DIRECTORY));
        assertThat(files.list(path("edge/docs")))
                .containsExactlyInAnyOrder(new Entry("log.md", Type.FILE), new Entry("old", Type.DIRECTORY));
    }

    @Test
    void readsAFileAndTellsWhetherItGoesOn() throws IOException {
        Content whole = files.read(path("edge/docs/log.md"), 15);
        assertThat(whole.bytes()).asString(UTF_8).isEqualTo("the lamp is lit");
        assertThat(whole.truncated()).isFalse();
        Content start = files.read(path("edge/docs/log.md"), 8);
        assertThat(start.bytes()).asString(UTF_8).isEqualTo("the lamp");
        assertThat(start.truncated()).isTrue();
    }

    @Test
    void writesReplaceOrAppend() throws IOException {
        files.write(path("edge/notes/new.txt"), "one".getBytes(UTF_8), false, true);
        files.write(path("edge/notes/new.txt"), ", two".getBytes(UTF_8), true, false);
        assertThat(node.text("/notes/new.txt")).isEqualTo("one, two");
        files.write(path("edge/notes/new.txt"), "3".getBytes(UTF_8), false, false);
        assertThat(node.text("/notes/new.txt")).isEqualTo("3");
    }

    @Test
    void aPathOutsideOfTheMountsIsRefused() {
        for (String outside : List.of("beside.txt", "unknown/f", "edge/../beside.txt", "../etc/passwd")) {
            assertThatThrownBy(() -> files.write(path(outside), new byte[1], false, false))
                    .as(outside)
                    .isInstanceOf(FsException.class);
            assertThatThrownBy(() -> files.read(path(outside), 1)).as(outside).isInstanceOf(FsException.class);
        }
        assertThat(node.exists("/beside.txt")).isFalse();
    }

    // not parsed, so that nothing but the files themselves refuses it
    private static WorkspacePath path(String text) {
        return new WorkspacePath(text);
    }

    private static Mount mount(String path, @Nullable String url) {
        return new Mount(path, "node-1", "work", url == null ? null : "edge", url, new Secret("token"), url != null);
    }

    private static WorkspaceStatus status(Mount... mounts) {
        List<Mount> all = List.of(mounts);
        return new WorkspaceStatus("alice", "p1", "/", all, all, all, Drift.of(List.of()), "ready", 0, 0, null, 0);
    }
}
