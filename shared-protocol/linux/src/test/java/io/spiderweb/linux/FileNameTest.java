package io.spiderweb.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest extends DirectoryTest {
    private static final byte[] LATIN_1 = {'c', 'a', 'f', (byte) 0xe9};

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/", "a/b", "/etc", "../x", "nul\0"})
    void whatIsNotOneComponentIsRefused(String name) {
        assertErrno(Errnos.EINVAL, () -> FileName.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "...", ".a", "..a", "a.", " ", "ä€😀", "line\nbreak", "-rf"})
    void everythingElseIsAName(String name) throws Exception {
        create(name).close();
        FileName listed = only();
        assertThat(listed).isEqualTo(FileName.of(name)).hasToString(name);
    }

    @Test
    void aNameThatIsNotUtf8SurvivesTheRoundTrip() throws Exception {
        Open.at(root, LATIN_1, OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0600, BENEATH)
                .close();
        FileName listed = only();
        assertThat(listed.bytes()).isEqualTo(LATIN_1);
        assertThat(listed).isEqualTo(FileName.of(LATIN_1)).hasSameHashCodeAs(FileName.of(LATIN_1));
        assertThat(Stat.at(root, listed).type()).isEqualTo(FileType.FILE);
        Directories.unlink(root, listed);
        assertThat(path).isEmptyDirectory();
    }

    private FileName only() throws LinuxException {
        try (Fd listing = Open.reopen(root, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            DirectoryReader reader = new DirectoryReader(listing);
            DirEntry entry = Objects.requireNonNull(reader.next());
            assertThat(reader.next()).isNull();
            return entry.name();
        }
    }
}
