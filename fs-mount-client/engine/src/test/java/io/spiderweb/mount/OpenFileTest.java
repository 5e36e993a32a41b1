package io.spiderweb.mount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.mount.file.OpenFlags;
import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.mount.testing.FakeNode.Fate;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsRequest;
import org.junit.jupiter.api.Test;

/** Open files: queued writes, and what a restart of the node does to them. */
class OpenFileTest extends MountTest {

    private final FakeNode node = node().with("/f", "0123456789");
    private final Workspace files = workspace("a=" + node.url());

    @Test
    void writesReturnBeforeTheNodeAnsweredAndFlushWaits() throws Exception {
        OpenFile file = open("/a/f", OpenFlags.READ_WRITE);
        node.script(request -> request instanceof FsRequest.Write ? new Fate.Hold() : null);
        file.write(0, bytes("ab"));
        file.write(2, bytes("cd"));
        await().until(() -> node.heldAnswers() == 2);

        node.release();
        node.unscripted();
        file.flush();
        assertThat(node.text("/f")).isEqualTo("abcd456789");
        file.close();
    }

    @Test
    void aReadSeesTheWritesBeforeIt() throws Exception {
        OpenFile file = open("/a/f", OpenFlags.READ_WRITE);
        file.write(8, bytes("xyz"));
        assertThat(file.read(0, 100)).isEqualTo(bytes("01234567xyz"));
        file.close();
    }

    @Test
    void anErrorInTheMiddleIsToldByFlushOnce() throws Exception {
        OpenFile file = open("/a/f", OpenFlags.READ_WRITE);
        failWritesAt(2, Errno.ENOSPC);
        file.write(0, bytes("a"));
        file.write(2, bytes("b"));
        file.write(4, bytes("c"));
        assertFails(Errno.ENOSPC, file::flush);
        file.flush();
        file.close();
        assertThat(node.text("/f")).isEqualTo("a123c56789");
    }

    @Test
    void anErrorThatNobodyAskedForIsToldByClose() throws Exception {
        OpenFile file = open("/a/f", OpenFlags.WRITE_ONLY);
        failWritesAt(0, Errno.EDQUOT);
        file.write(0, bytes("a"));
        assertFails(Errno.EDQUOT, file::close);
        assertThat(node.openHandles()).isZero();
    }

    @Test
    void aWriterWaitsWhenTooMuchIsQueued() throws Exception {
        Workspace impatient = workspace(MountOptions.lasting().withPatience(SHORT), "a=" + node.url());
        OpenFile file = impatient.files().open(impatient.files().resolve("/a/f").inode(), OpenFlags.WRITE_ONLY);
        node.script(request -> request instanceof FsRequest.Write ? new Fate.Ignore() : null);
        for (int i = 0; i < 32; i++) {
            file.write(i, bytes("x"));
        }
        assertFails(Errno.ETIMEDOUT, () -> file.write(33, bytes("x")));
        assertThat(node.received(FsRequest.Write.class)).hasSize(32);
    }

    @Test
    void aFileGoesOnAfterTheConnectionBroke() throws Exception {
        OpenFile file = open("/a/f", OpenFlags.READ_ONLY);
        assertThat(file.read(0, 2)).isEqualTo(bytes("01"));
        node.cut();
        assertThat(file.read(2, 2)).isEqualTo(bytes("23"));
        // the same process still knows the handle
        assertThat(node.received(FsRequest.Open.class)).hasSize(1);
        file.close();
    }

    @Test
    void aFileGoesOnAfterTheNodeWasRestarted() throws Exception {
        OpenFile file = open("/a/f", OpenFlags.READ_WRITE);
        node.stop();
        node.restart();
        assertThat(file.read(2, 2)).isEqualTo(bytes("23"));
        file.write(0, bytes("ab"));
        file.close();
        assertThat(node.text("/f")).isEqualTo("ab23456789");
        assertThat(node.openHandles()).isZero();
    }

    @Test
    void writesThatWereUnderWayWhenTheNodeDiedAreDoneByTheNextOne() throws Exception {
        OpenFile file = open("/a/f", OpenFlags.WRITE_ONLY);
        node.script(request -> request instanceof FsRequest.Write ? new Fate.Ignore() : null);
        file.write(0, bytes("ab"));
        file.write(2, bytes("cd"));
        await().until(() -> node.received(FsRequest.Write.class).size() == 2);
        node.stop();
        node.unscripted();
        node.restart();
        file.flush();
        assertThat(node.text("/f")).isEqualTo("abcd456789");
        file.close();
    }

    @Test
    void anAppendThatMayHaveBeenDoneIsNotDoneAgainByANodeThatDoesNotRemember() throws Exception {
        FakeNode forgetful = node().with("/f", "0123456789").withoutRetry();
        Workspace other = workspace("o=" + forgetful.url());
        OpenFile file =
                other.files().open(other.files().resolve("/o/f").inode(), OpenFlags.WRITE_ONLY | OpenFlags.APPEND);
        forgetful.script(request -> request instanceof FsRequest.Write ? new Fate.Cut() : null);
        file.write(0, bytes("ab"));
        await().until(() -> forgetful.received(FsRequest.Hello.class).size() == 2);
        forgetful.unscripted();
        assertFails(Errno.EIO, file::flush);
        assertThat(forgetful.text("/f")).isEqualTo("0123456789");
        file.close();
    }

    @Test
    void anotherFileInItsPlaceIsNotTouched() throws Exception {
        OpenFile file = open("/a/f", OpenFlags.READ_WRITE);
        node.stop();
        node.replace("/f", "somebody else's");
        node.restart();
        assertFails(Errno.ESTALE, () -> file.read(0, 1));
        assertFails(Errno.ESTALE, () -> file.write(0, bytes("zz")));
        file.close();
        assertThat(node.text("/f")).isEqualTo("somebody else's");
    }

    @Test
    void aHandleThatTheNodeForgotIsOpenedAgain() throws Exception {
        OpenFile file = open("/a/f", OpenFlags.READ_WRITE);
        node.forgetHandles();
        assertThat(file.read(0, 2)).isEqualTo(bytes("01"));
        node.forgetHandles();
        file.write(0, bytes("ab"));
        file.flush();
        assertThat(node.text("/f")).isEqualTo("ab23456789");
        file.close();
    }

    @Test
    void attributesAreThoseAfterTheQueuedWrites() throws Exception {
        assertThat(files.stat("/a/f").size()).isEqualTo(10);
        OpenFile file = open("/a/f", OpenFlags.READ_WRITE);
        file.write(10, bytes("ab"));
        assertThat(files.stat("/a/f").size()).isEqualTo(12);
        file.truncate(3);
        assertThat(files.stat("/a/f").size()).isEqualTo(3);
        file.close();
    }

    private OpenFile open(String path, int flags) throws FsException {
        return files.files().open(files.files().resolve(path).inode(), flags);
    }

    private void failWritesAt(long offset, Errno errno) {
        node.script(request ->
                request instanceof FsRequest.Write write && write.offset() == offset ? new Fate.Fail(errno) : null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
