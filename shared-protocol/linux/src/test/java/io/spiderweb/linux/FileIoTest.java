package io.spiderweb.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileIoTest extends DirectoryTest {
    private Fd file;

    @BeforeEach
    void createFile() throws LinuxException {
        file = create("file");
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    @Test
    void bytesAreWrittenAndReadWhereTheCallerSays() throws Exception {
        FileIo.pwrite(file, bytes("hello world"), 0);
        FileIo.pwrite(file, bytes("WORLD"), 6);
        assertThat(path.resolve("file")).hasContent("hello WORLD");
        assertThat(FileIo.pread(file, 5, 6)).isEqualTo(bytes("WORLD"));
    }

    @Test
    void readingEndsWhereTheFileEnds() throws Exception {
        FileIo.pwrite(file, bytes("abc"), 0);
        assertThat(FileIo.pread(file, 100, 1)).isEqualTo(bytes("bc"));
        assertThat(FileIo.pread(file, 100, 3)).isEmpty();
        assertThat(FileIo.pread(file, 100, 1L << 40)).isEmpty();
        assertThat(FileIo.pread(file, 0, 0)).isEmpty();
        assertErrno(Errnos.EINVAL, () -> FileIo.pread(file, 1, -1));
    }

    @Test
    void writingBeyondTheEndLeavesZerosBetween() throws Exception {
        FileIo.pwrite(file, bytes("x"), 3);
        assertThat(Files.readAllBytes(path.resolve("file"))).containsExactly(0, 0, 0, 'x');
    }

    @Test
    void largeContentKeepsItsOrder() throws Exception {
        byte[] content = new byte[1_000_003];
        new Random(1).nextBytes(content);
        FileIo.pwrite(file, content, 7);
        assertThat(FileIo.pread(file, content.length, 7)).isEqualTo(content);
        assertThat(Stat.of(file).size()).isEqualTo(content.length + 7);
    }

    @Test
    void memoryOfAnyKindIsTaken() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            FileIo.pwrite(file, arena.allocateFrom("native"), 0);
            MemorySegment target = arena.allocate(6);
            assertThat(FileIo.pread(file, target, 0)).isEqualTo(6);
            assertThat(target.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes("native"));
        }
        for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(6), ByteBuffer.allocateDirect(6)}) {
            assertThat(FileIo.pread(file, MemorySegment.ofBuffer(buffer), 0)).isEqualTo(6);
            assertThat(UTF_8.decode(buffer).toString()).isEqualTo("native");
        }
    }

    @Test
    void memoryThatWasFreedIsAnErrorOfTheCallerAndNotACrash() {
        MemorySegment freed;
        try (Arena arena = Arena.ofConfined()) {
            freed = arena.allocate(6);
        }
        assertThatThrownBy(() -> FileIo.pread(file, freed, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFullDeviceIsReported() throws Exception {
        try (Fd dev = Open.root(Path.of("/dev"));
                Fd full = Open.at(dev, "full", OpenFlags.O_WRONLY, 0, BENEATH)) {
            assertErrno(Errnos.ENOSPC, () -> FileIo.pwrite(full, bytes("x"), 0));
        }
    }

    @Test
    void aFileIsCutExtendedAndSynced() throws Exception {
        FileIo.pwrite(file, bytes("abcdef"), 0);
        FileIo.truncate(file, 2);
        FileIo.truncate(file, 4);
        FileIo.syncData(file);
        FileIo.sync(file);
        assertThat(Files.readAllBytes(path.resolve("file"))).containsExactly('a', 'b', 0, 0);
        try (Fd listing = Open.reopen(root, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            FileIo.sync(listing);
        }
    }

    @Test
    void anExclusiveLockKeepsOtherOpeningsOut() throws Exception {
        try (Fd other = open("file", OpenFlags.O_RDONLY)) {
            FileIo.tryLock(file, false);
            FileIo.tryLock(other, false);
            assertErrno(Errnos.EAGAIN, () -> FileIo.tryLock(file, true));
            FileIo.unlock(other);
            FileIo.tryLock(file, true);
            assertErrno(Errnos.EAGAIN, () -> FileIo.tryLock(other, false));
            file.close();
            FileIo.tryLock(other, true);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
