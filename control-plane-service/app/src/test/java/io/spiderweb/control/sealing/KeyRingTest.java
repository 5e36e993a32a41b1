package io.spiderweb.control.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

    private static final String A = "aA".repeat(32);
    private static final String B = "bB".repeat(32);

    record Config(
            @Nullable String key,
            @Nullable Path keyFile,
            @Nullable String previous) implements StateKeyConfig {
        @Override
        public Optional<Secret> controlStateKeyHex() {
            return Optional.ofNullable(key).map(Secret::new);
        }

        @Override
        public Optional<Path> controlStateKeyHexFile() {
            return Optional.ofNullable(keyFile);
        }

        @Override
        public Optional<Secret> controlStatePreviousKeysHex() {
            return Optional.ofNullable(previous).map(Secret::new);
        }

        @Override
        public Optional<Path> controlStatePreviousKeysHexFile() {
            return Optional.empty();
        }
    }

    @TempDir
    Path directory;

    @Test
    void withoutSettingsThereIsNoKeyAndABlankOneIsNone() {
        assertThat(ring(null, null)).isEqualTo(KeyRing.EMPTY);
        assertThat(ring("  ", " ")).isEqualTo(KeyRing.EMPTY);
    }

    @Test
    void aKeyMayHaveBlanksAroundItAndDigitsOfEitherCase() {
        KeyRing ring = ring(" " + A + "\n", B.toLowerCase(java.util.Locale.ROOT) + ", " + A + ",");
        assertThat(ring.current()).contains(StateKey.parse(A.toUpperCase(java.util.Locale.ROOT), ""));
        assertThat(ring.previous()).containsExactly(StateKey.parse(B, ""), StateKey.parse(A, ""));
    }

    @Test
    void aKeyMayLieInAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), A + "\n");
        assertThat(KeyRing.of(new Config(null, file, null))).isEqualTo(ring(A, null));
        assertThatThrownBy(() -> KeyRing.of(new Config(A, file, null))).hasMessageContaining("keep one of them");
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> KeyRing.of(new Config(null, file, null)))
                .hasMessageContaining(file + ", which SPIDERWEB_CONTROL_STATE_KEY_HEX_FILE names, is empty");
        Files.delete(file);
        assertThatThrownBy(() -> KeyRing.of(new Config(null, file, null)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(file.toString());
    }

    @DisplayName("control 11 row 2: a malformed key refuses the start, and is not shown")
    @ParameterizedTest
    @ValueSource(strings = {"abcdef", "0x", "g", "ä"})
    void aMalformedKeyIsRefused(String part) {
        String bad = (part + A).substring(0, part.length() == 6 ? 6 : 64);
        assertThatThrownBy(() -> ring(bad, null))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("SPIDERWEB_CONTROL_STATE_KEY_HEX")
                .hasMessageNotContaining(bad);
        assertThatThrownBy(() -> ring(A, B + "," + bad))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("SPIDERWEB_CONTROL_STATE_PREVIOUS_KEYS_HEX")
                .hasMessageNotContaining(bad);
    }

    @Test
    void previousKeysAloneAreAMistake() {
        assertThatThrownBy(() -> ring(null, A)).isInstanceOf(StartupException.class);
    }

    private static KeyRing ring(@Nullable String key, @Nullable String previous) {
        return KeyRing.of(new Config(key, null, previous));
    }
}
