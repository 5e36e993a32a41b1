package io.spiderweb.mount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.mount.file.OpenFlags;
import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.mount.testing.FakeNode.Fate;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsRequest;
import io.spiderweb.wire.fs.RetryId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Changes whose connection breaks before the answer is there ({@code retry-1}). */
class RetryTest extends MountTest {

    /** Done, and the answer lost; lost before it was done. */
    static final List<Fate> BREAKS = List.of(new Fate.Lose(), new Fate.Cut());

    private final FakeNode node = node().with("/f", "0123").with("/dir/g", "g");
    private final Workspace files = workspace("a=" + node.url());

    @ParameterizedTest
    @FieldSource("BREAKS")
    void aDirectoryIsMadeOnce(Fate fate) throws Exception {
        node.next(FsRequest.Mkdir.class, fate);
        files.mkdir("/a/new");
        assertThat(node.exists("/new")).isTrue();
        assertThat(node.received(FsRequest.Mkdir.class)).hasSize(2);
        assertFails(Errno.EEXIST, () -> files.mkdir("/a/new"));
    }

    @ParameterizedTest
    @FieldSource("BREAKS")
    void aFileIsCreatedOnceAndIsOpen(Fate fate) throws Exception {
        node.next(FsRequest.Create.class, fate);
        var root = files.files().resolve("/a").inode();
        try (OpenFile file = files.files().create(root, "new", 0100644, OpenFlags.READ_WRITE | OpenFlags.EXCLUSIVE)) {
            file.write(0, "content".getBytes(UTF_8));
        }
        assertThat(node.text("/new")).isEqualTo("content");
    }

    @ParameterizedTest
    @FieldSource("BREAKS")
    void aFileIsRemovedOnce(Fate fate) throws Exception {
        node.next(FsRequest.Unlink.class, fate);
        files.unlink("/a/f");
        assertThat(node.exists("/f")).isFalse();
    }

    @ParameterizedTest
    @FieldSource("BREAKS")
    void aFileIsRenamedOnce(Fate fate) throws Exception {
        node.next(FsRequest.Rename.class, fate);
        files.rename("/a/f", "/a/dir/f");
        assertThat(node.text("/dir/f")).isEqualTo("0123");
    }

    @ParameterizedTest
    @FieldSource("BREAKS")
    void dataIsAppendedOnce(Fate fate) throws Exception {
        node.next(FsRequest.Write.class, fate);
        files.write("/a/f", "45".getBytes(UTF_8), Workspace.WriteMode.APPEND, false);
        files.write("/a/f", "67".getBytes(UTF_8), Workspace.WriteMode.APPEND, false);
        assertThat(node.text("/f")).isEqualTo("01234567");
    }

    @Test
    void aFailureIsToldAsItWasTheFirstTime() {
        node.next(FsRequest.Rmdir.class, new Fate.Lose());
        assertFails(Errno.ENOTEMPTY, () -> files.rmdir("/a/dir"));
    }

    @Test
    void whatANodeThatWasRestartedMayHaveDoneIsNotDoneAgain() throws Exception {
        files.stat("/a/f");
        node.script(request -> request instanceof FsRequest.Mkdir ? new Fate.Ignore() : null);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                files.mkdir("/a/new");
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        await().until(() -> node.received(FsRequest.Mkdir.class).size() == 1);
        node.stop();
        node.unscripted();
        node.restart();
        assertThat(failure.get()).hasMessageContaining("not known");
        assertThat(node.received(FsRequest.Mkdir.class)).hasSize(1);
    }

    @Test
    void aNodeThatDoesNotRememberIsAskedOnce() {
        FakeNode forgetful = node().withoutRetry();
        Workspace other = workspace("o=" + forgetful.url());
        forgetful.next(FsRequest.Mkdir.class, new Fate.Lose());
        assertFails(Errno.EIO, () -> other.mkdir("/o/new")).hasMessageContaining("not known");
        assertThat(forgetful.received(FsRequest.Mkdir.class)).hasSize(1);
        assertThat(forgetful.retryIds()).isEmpty();
    }

    @Test
    void aNodeIsToldWhatItMayForget() throws Exception {
        files.mkdir("/a/1");
        node.next(FsRequest.Mkdir.class, new Fate.Lose());
        files.mkdir("/a/2");
        files.mkdir("/a/3");
        assertThat(node.retryIds())
                .containsExactly(new RetryId(1, 0), new RetryId(2, 1), new RetryId(2, 1), new RetryId(3, 2));
    }
}
