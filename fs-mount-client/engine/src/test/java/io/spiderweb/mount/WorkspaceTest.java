package io.spiderweb.mount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.mount.Workspace.WriteMode;
import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsRequest;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files by path over one node. */
class WorkspaceTest extends MountTest {

    private final FakeNode node = node().with("/dir/file", "hello").withDirectory("/empty");
    private final Workspace files = workspace("a=" + node.url());

    @Test
    void readsListsAndStats() throws Exception {
        assertThat(text(files, "/a/dir/file")).isEqualTo("hello");
        assertThat(names(files.list("/a"))).containsExactly("dir", "empty");
        assertThat(files.stat("/a/dir/file").size()).isEqualTo(5);
        assertThat(files.stat("/a/dir").isDirectory()).isTrue();
        assertThat(files.list("/a/empty")).isEmpty();
    }

    @Test
    void writingReplacesAppendsAndMakesParents() throws Exception {
        write(files, "/a/dir/file", "x");
        assertThat(node.text("/dir/file")).isEqualTo("x");

        files.write("/a/dir/file", "yz".getBytes(UTF_8), WriteMode.APPEND, false);
        assertThat(node.text("/dir/file")).isEqualTo("xyz");

        files.write("/a/p/q/new", "n".getBytes(UTF_8), WriteMode.REPLACE, true);
        assertThat(node.text("/p/q/new")).isEqualTo("n");
        assertFails(Errno.ENOENT, () -> write(files, "/a/none/new", "n")).hasMessageContaining("/a/none");
    }

    @Test
    void aFileOfManyPiecesArrivesWhole() throws Exception {
        byte[] content = new byte[5_000_001];
        new Random(1).nextBytes(content);
        files.write("/a/big", content, WriteMode.REPLACE, false);
        assertThat(node.content("/big")).isEqualTo(content);
        assertThat(files.read("/a/big", Integer.MAX_VALUE)).isEqualTo(content);
        assertThat(node.openHandles()).isZero();
    }

    @Test
    void changesTheTree() throws Exception {
        files.mkdir("/a/new");
        files.rename("/a/dir/file", "/a/new/moved");
        assertThat(node.text("/new/moved")).isEqualTo("hello");
        files.truncate("/a/new/moved", 2);
        assertThat(text(files, "/a/new/moved")).isEqualTo("he");
        files.unlink("/a/new/moved");
        files.rmdir("/a/new");
        assertThat(names(files.list("/a"))).containsExactly("dir", "empty");
    }

    @Test
    void aNodesErrorsKeepTheirNumberAndNameThePath() {
        assertFails(Errno.ENOTEMPTY, () -> files.rmdir("/a/dir")).hasMessageContaining("/a/dir");
        assertFails(Errno.EEXIST, () -> files.mkdir("/a/dir")).hasMessageContaining("/a/dir");
        assertFails(Errno.ENOTDIR, () -> files.list("/a/dir/file")).hasMessageContaining("/a/dir/file");
        assertFails(Errno.EISDIR, () -> files.unlink("/a/dir")).hasMessageContaining("/a/dir");
        assertFails(Errno.ENOENT, () -> files.stat("/a/none")).hasMessageContaining("/a/none");
        assertFails(Errno.EINVAL, () -> files.stat("a/none")).hasMessageContaining("absolute");
        assertFails(Errno.EINVAL, () -> files.stat("/a/dir/../dir")).hasMessageContaining("..");
    }

    @Test
    void aDirectoryCannotMoveBelowItself() {
        assertFails(Errno.EINVAL, () -> files.rename("/a/dir", "/a/dir/sub"));
        assertThat(node.received(FsRequest.Rename.class)).isEmpty();
    }

    @Test
    void creatingWithoutExclusiveOpensWhatAnotherClientMadeMeanwhile() throws Exception {
        assertFails(Errno.ENOENT, () -> files.stat("/a/late"));
        // nobody tells, as if the announcement were still on its way
        node.with("/late", "theirs");
        write(files, "/a/late", "ours");
        assertThat(node.text("/late")).isEqualTo("ours");
    }

    @Test
    void truncatingOnOpenWorksWithANodeThatIgnoresTheFlag() throws Exception {
        FakeNode old = oldNode().with("/f", "a long text");
        write(workspace("o=" + old.url()), "/o/f", "b");
        assertThat(old.text("/f")).isEqualTo("b");
    }

    @Test
    void appendingWorksWithANodeThatIgnoresTheFlag() throws Exception {
        FakeNode old = oldNode().with("/f", "one");
        Workspace workspace = workspace("o=" + old.url());
        workspace.write("/o/f", " two".getBytes(UTF_8), WriteMode.APPEND, false);
        assertThat(old.text("/f")).isEqualTo("one two");
    }

    @Test
    void aReadOnlyExportRefusesChanges() {
        FakeNode fixed = node().with("/f", "x").readOnly();
        Workspace workspace = workspace("r=" + fixed.url());
        assertFails(Errno.EROFS, () -> write(workspace, "/r/f", "y"));
        assertFails(Errno.EROFS, () -> workspace.mkdir("/r/d"));
        assertFails(Errno.EROFS, () -> workspace.unlink("/r/f"));
        assertThat(fixed.text("/f")).isEqualTo("x");
    }

    @Test
    void aWrongTokenIsToldAtOnceAndAsARefusal() {
        FakeNode guarded = node().requiring("secret");
        Workspace workspace = workspace("g=" + guarded.url());
        assertFails(Errno.EACCES, () -> workspace.list("/g"))
                .hasMessageContaining("node g")
                .hasMessageContaining("token");
    }

    @Test
    void anExportThatIsNotThereIsToldWithThoseThatAre() {
        Workspace workspace = workspace("x=" + node.url() + "#other");
        assertFails(Errno.ENODEV, () -> workspace.list("/x"))
                .hasMessageContaining("other")
                .hasMessageContaining("work");
    }
}
