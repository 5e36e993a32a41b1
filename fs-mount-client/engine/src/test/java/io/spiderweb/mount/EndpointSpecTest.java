package io.spiderweb.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.wire.MountPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of {@code --endpoint} ({@code spec mount 1.3}). */
class EndpointSpecTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            nullValues = "-",
            value = {
                "a=ws://h:1/v2/fs | a | ws://h:1/v2/fs | - | /a",
                "a=ws://h:1/v2/fs#work | a | ws://h:1/v2/fs | work | /a",
                "a=ws://h:1/v2/fs@/src | a | ws://h:1/v2/fs | - | /src",
                "a=ws://h:1/v2/fs#work@/src/x | a | ws://h:1/v2/fs | work | /src/x",
                "a=ws://h:1/v2/fs@/ | a | ws://h:1/v2/fs | - | /",
                "a=ws://h:1/v2/fs@///src// | a | ws://h:1/v2/fs | - | /src",
                "a=ws://h:1/v2/fs?x=1 | a | ws://h:1/v2/fs?x=1 | - | /a",
                "a=ws://u@h:1/v2/fs | a | ws://u@h:1/v2/fs | - | /a",
                "a=ws://u@h:1/v2/fs@/m | a | ws://u@h:1/v2/fs | - | /m",
                "a=ws://h:1/v2/fs@/m#x | a | ws://h:1/v2/fs | - | /m#x",
                "a=ws://h | a | ws://h/v2/fs | - | /a",
                "a=wss://h:1 | a | wss://h:1/v2/fs | - | /a",
                "a=ws://[::1]:18891/v2/fs | a | ws://[::1]:18891/v2/fs | - | /a",
            })
    void readsNameAddressExportAndMount(String text, String name, String url, String export, String mount) {
        assertThat(EndpointSpec.parse(text)).isEqualTo(new EndpointSpec(name, url, export, MountPath.of(mount), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a=",
                "=ws://h:1/v2/fs",
                "a=#work",
                "a=ws://h:1/v2/fs#",
                "a=ws://h:1/v2/fs#@/m",
                "a=@/m",
                "a=http://h:1/v2/fs",
                "a=ws://h:1/v2/fs@/x/../y",
                "a=ws:// h",
            })
    void refusesWhatIsNoEndpointAndShowsTheForm(String text) {
        assertThatThrownBy(() -> EndpointSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("NAME=ws://host:port/v2/fs[#EXPORT][@/MOUNT]");
    }
}
