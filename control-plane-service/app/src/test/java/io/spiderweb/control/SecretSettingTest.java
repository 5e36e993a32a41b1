package io.spiderweb.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSettingTest {
    @TempDir
    Path directory;

    @Test
    void isWhatTheVariableOrTheFileHolds() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "from a file\n");

        assertThat(read("given", null).map(Secret::reveal)).contains("given");
        assertThat(read(null, file).map(Secret::reveal)).contains("from a file");
        assertThat(read(" ", file).map(Secret::reveal)).contains("from a file");
        assertThat(read(null, null)).isEmpty();
    }

    @Test
    void twoSourcesAreOneTooMany() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "from-a-file");

        assertThatThrownBy(() -> read("given", file))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("PASSWORD and PASSWORD_FILE are both set");
    }

    @Test
    void aFileWithoutOneIsNamed() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty"), "\n");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Path missing = directory.resolve("missing");

        for (Path file : new Path[] {empty, binary, missing, directory}) {
            assertThatThrownBy(() -> read(null, file))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining(file + ", which PASSWORD_FILE names");
        }
    }

    private static Optional<Secret> read(@Nullable String given, @Nullable Path file) {
        return SecretSetting.read("PASSWORD", Optional.ofNullable(given).map(Secret::new), Optional.ofNullable(file));
    }
}
