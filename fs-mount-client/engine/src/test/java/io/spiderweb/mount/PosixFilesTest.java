package io.spiderweb.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.mount.file.OpenFlags;
import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.mount.testing.FakeNode.Fate;
import io.spiderweb.mount.tree.FileSystem;
import io.spiderweb.mount.tree.Inode;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.FsRequest;
import io.spiderweb.wire.fs.NewTime;
import org.junit.jupiter.api.Test;

/** The tree over nodes with {@code posix-1}, and over others. */
class PosixFilesTest extends MountTest {

    private final FakeNode node = node().posix().with("/f", "hello").withDirectory("/d");
    private final FakeNode base = node().with("/f", "hello");
    private final Workspace workspace = workspace(MountOptions.forKernel(), "a=" + node.url(), "b=" + base.url());
    private final FileSystem files = workspace.files();

    @Test
    void changedAttributesAreSeenAtOnce() throws Exception {
        assertThat(workspace.stat("/a/f").mode()).isEqualTo(0100644);
        files.setAttributes(inode("/a/f"), id -> new FsRequest.Setattr(id, 0700L, null, null, null, null));
        assertThat(workspace.stat("/a/f").mode()).isEqualTo(0100700);
        files.setAttributes(
                inode("/a/f"), id -> new FsRequest.Setattr(id, null, null, null, new NewTime.Now(), new NewTime.At(7)));
        assertThat(node.received(FsRequest.Setattr.class).getLast().modified()).isEqualTo(new NewTime.At(7));
    }

    @Test
    void linksAreMadeAndRead() throws Exception {
        files.symlink(inode("/a"), "l", "../any where");
        assertThat(workspace.stat("/a/l").kind()).isEqualTo(Attr.SYMLINK);
        assertThat(files.readLink(inode("/a/l"))).isEqualTo("../any where");
        assertThat(names(workspace.list("/a"))).contains("l");
    }

    @Test
    void aFileGetsASecondNameOnItsNodeOnly() throws Exception {
        assertThat(workspace.stat("/a/f").nlink()).isEqualTo(1);
        files.link(inode("/a/f"), inode("/a/d"), "g");
        assertThat(workspace.stat("/a/f").nlink()).isEqualTo(2);
        assertThat(text(workspace, "/a/d/g")).isEqualTo("hello");
        assertFails(Errno.EXDEV, () -> files.link(inode("/a/f"), inode("/b"), "g"));
    }

    @Test
    void aNewDirectoryHasTheModeThatWasAskedFor() throws Exception {
        files.mkdir(inode("/a"), "new", 0700);
        assertThat(workspace.stat("/a/new").mode()).isEqualTo(0040700);
    }

    @Test
    void syncReachesTheDiskAfterEveryWrite() throws Exception {
        try (OpenFile file = open("/a/f")) {
            file.write(0, new byte[] {'J'});
            file.sync(true);
            assertThat(node.text("/f")).isEqualTo("Jello");
            assertThat(node.received(FsRequest.Fsync.class)).hasSize(1);
            node.forgetHandles();
            file.sync(false);
            assertThat(node.received(FsRequest.Fsync.class).getLast().dataOnly())
                    .isFalse();
            node.script(request -> request instanceof FsRequest.Fsync ? new Fate.Fail(Errno.EIO) : null);
            assertFails(Errno.EIO, () -> file.sync(false));
        }
        files.syncDirectory(inode("/a/d"));
        assertThat(node.received(FsRequest.Fsyncdir.class)).hasSize(1);
    }

    @Test
    void aSyncThatWasCutOffIsDoneAgain() throws Exception {
        try (OpenFile file = open("/a/f")) {
            file.write(0, new byte[] {'J'});
            file.flush();
            node.script(
                    request -> node.received(FsRequest.Fsync.class).size() == 1 && request instanceof FsRequest.Fsync
                            ? new Fate.Cut()
                            : null);
            file.sync(false);
            assertThat(node.received(FsRequest.Fsync.class)).hasSize(2);
        }
    }

    @Test
    void aNodeWithoutTheFeatureIsAskedForNothingOfIt() throws Exception {
        assertThat(files.isPosix(inode("/b/f"))).isFalse();
        assertFails(Errno.EPERM, () -> files.symlink(inode("/b"), "l", "f"));
        assertFails(Errno.EPERM, () -> files.link(inode("/b/f"), inode("/b"), "l"));
        assertFails(
                Errno.EOPNOTSUPP,
                () -> files.setAttributes(
                        inode("/b/f"), id -> new FsRequest.Setattr(id, 0700L, null, null, null, null)));
        try (OpenFile file = open("/b/f")) {
            file.write(0, new byte[] {'J'});
            file.sync(false);
        }
        files.syncDirectory(inode("/b"));
        assertThat(base.text("/f")).isEqualTo("Jello");
        assertThat(base.received(FsRequest.Posix.class)).isEmpty();
    }

    @Test
    void whoFollowsNoLinksDoesNotAskForTheFeature() throws Exception {
        Workspace byPath = workspace(MountOptions.lasting(), "a=" + node.url());
        assertThat(byPath.files().isPosix(byPath.files().resolve("/a/f").inode()))
                .isFalse();
        assertThat(node.received(FsRequest.Hello.class).getLast().features()).doesNotContain("posix-1");
    }

    @Test
    void directoriesThatOnlyHoldMountsStayAsTheyAre() throws Exception {
        assertThat(files.isPosix(inode("/"))).isFalse();
        assertFails(Errno.EROFS, () -> files.symlink(inode("/"), "l", "a"));
        files.syncDirectory(inode("/"));
    }

    private Inode inode(String path) throws FsException {
        return files.resolve(path).inode();
    }

    private OpenFile open(String path) throws FsException {
        return files.open(inode(path), OpenFlags.READ_WRITE);
    }
}
