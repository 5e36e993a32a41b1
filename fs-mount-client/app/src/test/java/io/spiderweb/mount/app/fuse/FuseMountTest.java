package io.spiderweb.mount.app.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.MountOptions;
import io.spiderweb.mount.Workspace;
import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import io.spiderweb.wire.fs.NewTime;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real mount, used as programs use it. */
class FuseMountTest {

    @TempDir
    private Path temporary;

    private final FakeNode node = FakeNode.start().with("/f", "hello").withDirectory("/dir");
    private final WsClient client = WsClient.create();
    private final Workspace files = Workspace.open(
            client,
            MountOptions.forKernel().withPatience(Duration.ofSeconds(2)),
            List.of(EndpointSpec.parse("a=" + node.url())));
    private final CountDownLatch ended = new CountDownLatch(1);
    private FuseMount mount;
    private Path a;

    @BeforeEach
    void mount() {
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "/dev/fuse is missing, or not for this user");
        assumeTrue(isInstalled("fusermount"), "fusermount is missing: apt-get install fuse3");
        assumeTrue(hasLibrary(), "libfuse 2 is missing: apt-get install libfuse2");
        mount = start(new FuseOptions(false, false));
        a = temporary.resolve("mnt/a");
    }

    @AfterEach
    void unmount() {
        if (mount != null) {
            mount.close();
        }
        files.close();
        client.close();
        node.close();
    }

    @Test
    void filesAreReadWrittenAndCreated() throws Exception {
        assertThat(a.resolve("f")).hasContent("hello");
        Files.writeString(a.resolve("new"), "content");
        assertThat(node.text("/new")).isEqualTo("content");
        Files.writeString(a.resolve("new"), "b");
        assertThat(node.text("/new")).isEqualTo("b");
        Files.writeString(a.resolve("new"), "c", StandardOpenOption.APPEND);
        assertThat(node.text("/new")).isEqualTo("bc");
        assertThat(a.resolve("new")).hasContent("bc");
        assertThatThrownBy(() -> Files.createFile(a.resolve("new"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.readString(a.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aLargeFileArrivesWhole() throws Exception {
        byte[] content = new byte[3_000_001];
        new Random(1).nextBytes(content);
        Files.write(a.resolve("big"), content);
        assertThat(node.content("/big")).isEqualTo(content);
        assertThat(Files.readAllBytes(a.resolve("big"))).isEqualTo(content);
        await().until(() -> node.openHandles() == 0 && mount.openFiles() == 0);
    }

    @Test
    void directoriesAreMadeListedAndRemoved() throws Exception {
        Files.createDirectories(a.resolve("dir/sub"));
        Files.writeString(a.resolve("dir/x"), "x");
        assertThat(list(a)).containsExactlyInAnyOrder("f", "dir");
        assertThat(list(a.resolve("dir"))).containsExactlyInAnyOrder("sub", "x");
        assertThat(list(temporary.resolve("mnt"))).containsExactly("a");
        assertThatThrownBy(() -> Files.delete(a.resolve("dir"))).isInstanceOf(DirectoryNotEmptyException.class);
        Files.delete(a.resolve("dir/sub"));
        Files.delete(a.resolve("dir/x"));
        Files.delete(a.resolve("dir"));
        assertThat(list(a)).containsExactly("f");
    }

    @Test
    void renamingReplaces() throws Exception {
        Files.writeString(a.resolve("g"), "new");
        Files.move(a.resolve("g"), a.resolve("f"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(node.text("/f")).isEqualTo("new");
        Files.move(a.resolve("f"), a.resolve("dir/h"));
        assertThat(list(a)).containsExactly("dir");
    }

    @Test
    void filesAreCutAndGrown() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(a.resolve("f").toFile(), "rw")) {
            file.setLength(2);
            assertThat(file.length()).isEqualTo(2);
            file.seek(4);
            file.write('!');
            file.getFD().sync();
            assertThat(node.content("/f")).isEqualTo(new byte[] {'h', 'e', 0, 0, '!'});
        }
        assertThat(Files.size(a.resolve("f"))).isEqualTo(5);
    }

    @Test
    void aMappedFileIsWrittenBack() throws Exception {
        try (FileChannel channel =
                FileChannel.open(a.resolve("f"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, 5);
            map.put(0, (byte) 'J');
            ((java.nio.MappedByteBuffer) map).force();
        }
        await().until(() -> node.text("/f").equals("Jello"));
    }

    @Test
    void sizesOfTheNodeAreToldAsFreeSpace() throws Exception {
        assertThat(Files.getFileStore(a).getTotalSpace()).isEqualTo(1000L * 4096);
        assertThat(Files.getFileStore(a).getUsableSpace()).isEqualTo(400L * 4096);
        assertThat(Files.getFileStore(temporary.resolve("mnt")).getTotalSpace()).isEqualTo(1000L * 4096);
    }

    @Test
    void whatAnotherClientDoesIsSeen() throws Exception {
        assertThat(a.resolve("f")).hasContent("hello");
        assertThat(a.resolve("later")).doesNotExist();
        node.with("/f", "changed and longer").with("/later", "x");
        node.announceFile("/f");
        node.announceDirectory("/");
        await().untilAsserted(() -> {
            assertThat(a.resolve("f")).hasContent("changed and longer");
            assertThat(a.resolve("later")).exists();
        });
    }

    @Test
    void anErrorOfAQueuedWriteIsToldAtClose() throws Exception {
        node.script(request -> request instanceof FsRequest.Write ? new FakeNode.Fate.Fail(Errno.ENOSPC) : null);
        FileChannel channel = FileChannel.open(a.resolve("f"), StandardOpenOption.WRITE);
        channel.write(ByteBuffer.wrap(new byte[] {1}));
        assertThatThrownBy(() -> channel.force(true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space");
        channel.close();
    }

    @Test
    void toolsThatSetTimesAndModesAreContent() throws Exception {
        Path file = a.resolve("f");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x")))
                .hasMessageContaining("Operation not supported");
        assertThatThrownBy(() -> Files.createSymbolicLink(a.resolve("link"), Path.of("f")))
                .hasMessageContaining("Operation not permitted");
    }

    @Test
    void aNodeWithPosix1DoesWhatToolsAskFor() throws Exception {
        try (FakeNode full = FakeNode.start().posix().with("/f", "hello")) {
            files.updateEndpoints(List.of(EndpointSpec.parse("a=" + full.url())));
            Path file = a.resolve("f");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
            Files.setLastModifiedTime(file, FileTime.fromMillis(7));
            assertThat(full.received(FsRequest.Setattr.class).getLast().modified())
                    .isEqualTo(new NewTime.At(7_000_000));
            Files.createSymbolicLink(a.resolve("link"), Path.of("f"));
            assertThat(Files.readSymbolicLink(a.resolve("link"))).isEqualTo(Path.of("f"));
            assertThat(a.resolve("link")).hasContent("hello");
            Files.createLink(a.resolve("second"), file);
            assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(2);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(false);
            }
            assertThat(full.received(FsRequest.Fsync.class)).hasSize(1);
        }
    }

    @Test
    void anOperationThatOneNodeLacksStaysThereForOthers() throws Exception {
        var attributes = Files.getFileAttributeView(a.resolve("f"), UserDefinedFileAttributeView.class);
        node.script(request -> request instanceof FsRequest.Setxattr ? new FakeNode.Fate.Fail(Errno.ENOSYS) : null);
        assertThatThrownBy(() -> attributes.write("k", ByteBuffer.wrap(new byte[] {1})))
                .hasMessageContaining("Operation not supported");
        node.script(
                request -> request instanceof FsRequest.Setxattr ? new FakeNode.Fate.Answer(new FsReply.Done()) : null);
        attributes.write("k", ByteBuffer.wrap(new byte[] {1}));
        assertThat(node.received(FsRequest.Setxattr.class)).hasSize(2);
    }

    @Test
    void aNodeThatIsAwayGivesErrorsAndThenFilesAgain() throws Exception {
        assertThat(a.resolve("f")).hasContent("hello");
        node.stop();
        assertThatThrownBy(() -> Files.readString(a.resolve("f"))).hasMessageContaining("timed out");
        assertThat(list(temporary.resolve("mnt"))).containsExactly("a");
        node.restart();
        await().ignoreExceptions().until(() -> Files.readString(a.resolve("f")).equals("hello"));
    }

    @Test
    void whoeverUnmountsItEndsIt() throws Exception {
        assertThat(new ProcessBuilder(
                                "fusermount", "-u", temporary.resolve("mnt").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aReadOnlyMountRefusesChanges() throws Exception {
        mount.close();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        mount = start(new FuseOptions(true, false));
        assertThat(a.resolve("f")).hasContent("hello");
        assertThatThrownBy(() -> Files.writeString(a.resolve("f"), "x")).hasMessageContaining("Read-only");
    }

    @Test
    void aPlaceThatCannotBeMountedOnIsRefusedWithAReason() throws Exception {
        assertThatThrownBy(() -> MountPoint.prepare(temporary.resolve("mnt")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("already");
        Path full = Files.createDirectory(temporary.resolve("full"));
        Path file = Files.createFile(full.resolve("file"));
        assertThatThrownBy(() -> MountPoint.prepare(full)).hasMessageContaining("not empty");
        assertThatThrownBy(() -> MountPoint.prepare(file)).hasMessageContaining("not a directory");
    }

    private FuseMount start(FuseOptions options) {
        return FuseMount.start(
                files.files(),
                MountPoint.prepare(temporary.resolve("mnt")),
                options,
                (operation, error, took) -> {},
                ended::countDown);
    }

    private static List<String> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static boolean hasLibrary() {
        try (Stream<Path> libraries = Files.find(
                Path.of("/usr/lib"),
                3,
                (path, attributes) -> path.getFileName().toString().equals("libfuse.so.2"))) {
            return libraries.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
