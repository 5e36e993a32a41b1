package io.spiderweb.node.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code spec fs-node 9.1}. */
class ExportSpecTest {

    @ParameterizedTest
    @CsvSource({
        "w=/srv, w, /srv, false",
        "w=/srv:ro, w, /srv, true",
        "w=/srv:rw, w, /srv, false",
        "w=/srv:ro:rw, w, /srv, true",
        "w=/srv:rw:ro, w, /srv, false",
        "w=a=b, w, a=b, false",
        "w=/a:b, w, /a:b, false",
        "w=., w, ., false"
    })
    void aNameAPathAndHowItMayBeUsed(String text, String name, String path, boolean readOnly) {
        assertThat(ExportSpec.parse(text)).isEqualTo(new ExportSpec(name, Path.of(path), readOnly));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "w", "=", "=/srv", "w=", "w=:ro"})
    void whatIsNoneSaysHowOneIsWritten(String text) {
        assertThatThrownBy(() -> ExportSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NAME=PATH");
    }

    @Test
    void withoutAnyTheCurrentDirectoryIsOffered() {
        assertThat(ExportSpec.DEFAULT).isEqualTo(new ExportSpec("work", Path.of("."), false));
    }
}
