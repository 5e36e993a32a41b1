package io.spiderweb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code spec control 4.6, 11 row 28}. */
class MountPathTest {

    @ParameterizedTest
    @CsvSource({"/,/", "//,/", "src,/src", "/src/,/src", "' /a//b ',/a/b", "/a b,/a b"})
    void isNormalised(String text, String expected) {
        assertThat(MountPath.of(text).text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "/a/../b", "/.", "a/./b", "/a\0b", "/a\nb", "/a/\u007f"})
    void isRefusedWithItsText(String text) {
        assertThat(MountPath.parse(text)).isEmpty();
        assertThatThrownBy(() -> MountPath.of(text)).hasMessageContaining("not a mount path");
    }

    @Test
    void isNoLongerThanAKernelCanShow() {
        assertThat(MountPath.parse("/" + "a".repeat(255))).isPresent();
        assertThat(MountPath.parse("/" + "a".repeat(256))).isEmpty();
        assertThat(MountPath.parse("/" + "\u00e9".repeat(128)))
                .as("bytes, not characters")
                .isEmpty();
        assertThat(MountPath.parse("/a".repeat(2048))).isPresent();
        assertThat(MountPath.parse("/a".repeat(2049))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/,/a,true", "/a,/a/b,true", "/a/b,/a,true", "/a,/ab,false", "/a,/a,false", "/a/b,/a/c,false"})
    void overlapsWhenOneLiesBelowTheOther(String one, String other, boolean overlap) {
        assertThat(MountPath.of(one).overlaps(MountPath.of(other))).isEqualTo(overlap);
    }

    @Test
    void coversWhatLiesAtOrBelowIt() {
        assertThat(MountPath.of("/a").covers("/a")).isTrue();
        assertThat(MountPath.of("/a").covers("/a/b")).isTrue();
        assertThat(MountPath.of("/a").covers("/ab")).isFalse();
        assertThat(MountPath.ROOT.covers("/anything")).isTrue();
    }
}
