package io.spiderweb.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatTest extends DirectoryTest {
    @Test
    void attributesAreThoseThatJavaSees() throws Exception {
        Path file = Files.write(path.resolve("file"), new byte[5000]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-02-03T04:05:06.123456789Z")));
        Files.createLink(path.resolve("second"), file);
        Map<String, Object> seen = Files.readAttributes(file, "unix:*");
        try (Fd fd = open("file", OpenFlags.O_PATH)) {
            Stat stat = Stat.of(fd);
            assertThat(stat).isEqualTo(Stat.at(root, FileName.of("second")));
            assertThat(stat.type()).isEqualTo(FileType.FILE);
            assertThat(stat.inode()).isEqualTo(seen.get("ino"));
            assertThat(stat.mode()).isEqualTo(seen.get("mode"));
            assertThat(stat.links()).isEqualTo(2);
            assertThat(stat.uid()).isEqualTo(seen.get("uid"));
            assertThat(stat.gid()).isEqualTo(seen.get("gid"));
            assertThat(stat.size()).isEqualTo(5000);
            assertThat(stat.blocks()).isPositive();
            assertThat(stat.modifiedNs()).isEqualTo(1_706_933_106_123_456_789L);
            assertThat(stat.accessedNs()).isEqualTo(nanos(seen, "lastAccessTime"));
            assertThat(stat.changedNs()).isEqualTo(nanos(seen, "ctime"));
            assertThat(stat.device()).isEqualTo(Stat.of(root).device());
        }
    }

    @Test
    void aLinkIsShownItselfAndNotItsTarget() throws Exception {
        Files.createSymbolicLink(path.resolve("link"), Path.of("some/where"));
        Stat stat = Stat.at(root, FileName.of("link"));
        assertThat(stat.type()).isEqualTo(FileType.SYMLINK);
        assertThat(stat.size()).isEqualTo("some/where".length());
        assertThat(stat.inode())
                .isEqualTo(Files.getAttribute(path.resolve("link"), "unix:ino", LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void typesAreTold() throws Exception {
        assertThat(Stat.of(root).type()).isEqualTo(FileType.DIRECTORY);
        try (Fd dev = Open.root(Path.of("/dev"))) {
            assertThat(Stat.at(dev, FileName.of("null")).type()).isEqualTo(FileType.CHARACTER_DEVICE);
        }
        assertThat(FileType.ofMode(0010644)).isEqualTo(FileType.FIFO);
        assertThat(FileType.ofMode(0060644)).isEqualTo(FileType.BLOCK_DEVICE);
        assertThat(FileType.ofMode(0)).isEqualTo(FileType.UNKNOWN);
    }

    @Test
    void anAbsentEntryIsNotFound() {
        assertErrno(Errnos.ENOENT, () -> Stat.at(root, FileName.of("none")));
    }

    @Test
    void theCapacityIsTheOneThatJavaSees() throws Exception {
        StatFs statFs = StatFs.of(root);
        assertThat(statFs.blocks() * statFs.fragmentSize())
                .isEqualTo(Files.getFileStore(path).getTotalSpace());
        assertThat(statFs.blockSize()).isEqualTo(Files.getFileStore(path).getBlockSize());
        assertThat(statFs.availableBlocks()).isBetween(1L, statFs.freeBlocks());
        assertThat(statFs.freeBlocks()).isLessThanOrEqualTo(statFs.blocks());
        assertThat(statFs.freeFiles()).isLessThanOrEqualTo(statFs.files());
        assertThat(statFs.nameLength()).isEqualTo(255);
    }

    private static long nanos(Map<String, Object> attributes, String name) {
        FileTime time = (FileTime) Objects.requireNonNull(attributes.get(name));
        return time.to(TimeUnit.NANOSECONDS);
    }
}
