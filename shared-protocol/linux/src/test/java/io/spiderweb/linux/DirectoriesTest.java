package io.spiderweb.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DirectoriesTest extends DirectoryTest {
    @Test
    void directoriesComeAndGo() throws Exception {
        FileName name = FileName.of("new");
        Directories.mkdir(root, name, 0700);
        assertThat(Stat.at(root, name).mode()).isEqualTo(0040700);
        assertErrno(Errnos.EEXIST, () -> Directories.mkdir(root, name, 0700));
        assertErrno(Errnos.EISDIR, () -> Directories.unlink(root, name));
        Files.createFile(path.resolve("new/child"));
        assertErrno(Errnos.ENOTEMPTY, () -> Directories.rmdir(root, name));
        Files.delete(path.resolve("new/child"));
        Directories.rmdir(root, name);
        assertThat(path.resolve("new")).doesNotExist();
    }

    @Test
    void filesAreUnlinked() throws Exception {
        Files.createFile(path.resolve("file"));
        assertErrno(Errnos.ENOTDIR, () -> Directories.rmdir(root, FileName.of("file")));
        Directories.unlink(root, FileName.of("file"));
        assertThat(path).isEmptyDirectory();
        assertErrno(Errnos.ENOENT, () -> Directories.unlink(root, FileName.of("file")));
    }

    @Test
    void anUnlinkedLinkLeavesItsTarget() throws Exception {
        Files.createFile(path.resolve("file"));
        Files.createSymbolicLink(path.resolve("link"), Path.of("file"));
        Directories.unlink(root, FileName.of("link"));
        assertThat(path.resolve("file")).exists();
    }

    @Test
    void aRenameReplacesOrRefusesOrExchanges() throws Exception {
        Files.writeString(path.resolve("a"), "A");
        Files.writeString(path.resolve("b"), "B");
        assertErrno(Errnos.EEXIST, () -> rename("a", "b", RenameMode.NO_REPLACE));
        rename("a", "b", RenameMode.EXCHANGE);
        assertThat(path.resolve("a")).hasContent("B");
        assertThat(path.resolve("b")).hasContent("A");
        rename("a", "b", RenameMode.REPLACE);
        assertThat(path.resolve("a")).doesNotExist();
        assertThat(path.resolve("b")).hasContent("B");
        rename("b", "c", RenameMode.NO_REPLACE);
        assertThat(path.resolve("c")).hasContent("B");
    }

    @Test
    void aRenameToAnotherFileSystemIsRefused() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(
                Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(path)),
                "needs a writable /dev/shm on a file system of its own");
        Files.createFile(path.resolve("file"));
        try (Fd other = Open.root(memory)) {
            FileName name = FileName.of("file");
            assertErrno(Errnos.EXDEV, () -> Directories.rename(root, name, other, name, RenameMode.NO_REPLACE));
        }
    }

    @Test
    void linksSayWhatTheyWereMadeWith() throws Exception {
        FileName name = FileName.of("link");
        Directories.symlink("../any where".getBytes(UTF_8), root, name);
        assertThat(Directories.readLink(root, name)).asString(UTF_8).isEqualTo("../any where");
        try (Fd link = open("link", OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW)) {
            assertThat(Directories.readLink(link)).asString(UTF_8).isEqualTo("../any where");
        }
        Files.createFile(path.resolve("file"));
        assertErrno(Errnos.EINVAL, () -> Directories.readLink(root, FileName.of("file")));
        assertErrno(Errnos.ENOENT, () -> Directories.readLink(root));
    }

    @Test
    void aFileGetsASecondName() throws Exception {
        Files.createFile(path.resolve("one"));
        Files.createSymbolicLink(path.resolve("link"), Path.of("one"));
        try (Fd one = open("one", OpenFlags.O_PATH);
                Fd link = open("link", OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW)) {
            Directories.link(one, root, FileName.of("two"));
            Directories.link(link, root, FileName.of("second link"));
            assertThat(Stat.at(root, FileName.of("two"))).isEqualTo(Stat.of(one));
            assertThat(path.resolve("second link")).isSymbolicLink();
        }
    }

    @Test
    void anOpenFileTellsWhereItIs() throws Exception {
        try (Fd fd = create("before")) {
            Files.move(path.resolve("before"), path.resolve("after"));
            assertThat(Directories.realPathOf(fd))
                    .asString(UTF_8)
                    .isEqualTo(path.toRealPath().resolve("after").toString());
        }
    }

    private void rename(String from, String to, RenameMode mode) throws LinuxException {
        Directories.rename(root, FileName.of(from), root, FileName.of(to), mode);
    }
}
