package io.spiderweb.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DirectoryReaderTest extends DirectoryTest {
    @Test
    void everyEntryOfALargeDirectoryIsListedOnce() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            create("entry-" + i).close();
        }
        List<String> expected =
                IntStream.range(0, 10_000).mapToObj(i -> "entry-" + i).toList();
        assertThat(list()).extracting(e -> e.name().toString()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void entriesTellTheirInodeAndType() throws Exception {
        Files.createFile(path.resolve("file"));
        Files.createDirectory(path.resolve("dir"));
        Files.createSymbolicLink(path.resolve("link"), Path.of("file"));
        List<DirEntry> entries = list();
        assertThat(entries).hasSize(3);
        for (DirEntry entry : entries) {
            Stat stat = Stat.at(root, entry.name());
            assertThat(entry.inode()).isEqualTo(stat.inode());
            assertThat(entry.type()).isIn(stat.type(), FileType.UNKNOWN);
        }
    }

    @Test
    void anEmptyDirectoryHasNoEntries() throws Exception {
        assertThat(list()).isEmpty();
    }

    @Test
    void aCallerMayStopEarlyAndStartAgain() throws Exception {
        create("one").close();
        create("two").close();
        try (Fd listing = Open.reopen(root, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            assertThat(new DirectoryReader(listing).next()).isNotNull();
        }
        assertThat(list()).hasSize(2);
    }

    @Test
    void aFileHasNoEntries() throws Exception {
        try (Fd file = create("file")) {
            assertErrno(Errnos.ENOTDIR, () -> new DirectoryReader(file).next());
        }
    }

    private List<DirEntry> list() throws LinuxException {
        List<DirEntry> entries = new ArrayList<>();
        try (Fd listing = Open.reopen(root, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            DirectoryReader reader = new DirectoryReader(listing);
            for (DirEntry entry = reader.next(); entry != null; entry = reader.next()) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
