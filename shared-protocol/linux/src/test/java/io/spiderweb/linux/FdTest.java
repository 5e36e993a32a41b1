package io.spiderweb.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FdTest extends DirectoryTest {
    @Test
    void aClosedDescriptorCanNoLongerBeUsed() throws Exception {
        Fd fd = create("file");
        fd.close();
        fd.close();
        assertThat(fd.isOpen()).isFalse();
        assertErrno(Errnos.EBADF, fd::number);
        assertErrno(Errnos.EBADF, () -> Stat.of(fd));
        assertErrno(Errnos.EBADF, () -> FileIo.pread(fd, 1, 0));
    }

    @Test
    void closingTwiceDoesNotCloseTheNextFileOfThatNumber() throws Exception {
        Fd first = create("first");
        first.close();
        try (Fd second = create("second")) {
            first.close();
            assertThat(Stat.of(second).type()).isEqualTo(FileType.FILE);
        }
    }

    @Test
    void aCloseDuringACallIsCarriedOutWhenTheCallHasEnded() throws Exception {
        Fd fd = create("file");
        Path link = Path.of("/proc/self/fd/" + fd.number());
        try (Fd.Hold running = fd.hold()) {
            fd.close();
            assertThat(running.number()).isNotNegative();
            assertErrno(Errnos.EBADF, fd::number);
            assertThat(target(link)).isEqualTo(path.toRealPath().resolve("file"));
        }
        assertThat(target(link)).isNotEqualTo(path.toRealPath().resolve("file"));
    }

    @Test
    void aReaderRacingWithACloseNeverSeesAnotherFile() throws Exception {
        Files.writeString(path.resolve("mine"), "mine");
        Files.writeString(path.resolve("other"), "other");
        for (int round = 0; round < 200; round++) {
            Fd mine = open("mine", OpenFlags.O_RDONLY);
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> readUntilClosed(mine, reading));
            reading.await();
            mine.close();
            try (Fd a = open("other", OpenFlags.O_RDONLY);
                    Fd b = open("other", OpenFlags.O_RDONLY)) {
                assertThat(a).isNotEqualTo(b);
                reader.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void readUntilClosed(Fd fd, CountDownLatch reading) {
        try {
            while (true) {
                assertThat(FileIo.pread(fd, 10, 0)).asString(UTF_8).isEqualTo("mine");
                reading.countDown();
            }
        } catch (LinuxException e) {
            assertThat(Errnos.name(e.errno())).isEqualTo("EBADF");
        }
    }

    /** Where a descriptor leads, or the link itself when its number is free. */
    private static Path target(Path link) throws Exception {
        return Files.exists(link) ? Files.readSymbolicLink(link) : link;
    }
}
