package io.spiderweb.wire.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class EscapedTextTest {

    @Property(tries = 4000)
    void allBytesComeBack(@ForAll("names") byte[] bytes) {
        assertThat(EscapedText.bytes(EscapedText.of(bytes))).contains(bytes);
    }

    @Property(tries = 4000)
    void aTextStandsForItsBytesOrForNone(@ForAll("texts") String text) {
        EscapedText.bytes(text)
                .ifPresent(bytes -> assertThat(EscapedText.of(bytes)).isEqualTo(text));
    }

    @Property(tries = 1000)
    void everyNameTravelsAsJson(@ForAll("names") byte[] bytes) throws InvalidJsonException {
        String text = EscapedText.of(bytes);
        String frame = Json.write(Json.object().put("name", text));
        byte[] sent = frame.getBytes(StandardCharsets.UTF_8);
        assertThat(Json.parseObject(new String(sent, StandardCharsets.UTF_8))
                        .path("name")
                        .textValue())
                .isEqualTo(text);
    }

    @Example
    void whatIsUtf8IsShownAsItIs() {
        for (String name : new String[] {"", "a b", "it's \"x\"", "line\nbreak", "\u00e4\u20ac\ud83d\ude00", "\\xff"}) {
            assertThat(EscapedText.of(name.getBytes(StandardCharsets.UTF_8))).isEqualTo(name);
        }
    }

    @Example
    void otherBytesAreShownOneByOne() {
        assertThat(EscapedText.of(new byte[] {'c', 'a', 'f', (byte) 0xe9})).isEqualTo("caf\uefe9");
        assertThat(EscapedText.of(new byte[] {(byte) 0xe2, (byte) 0x82, 'x'}))
                .as("a sequence that is cut off")
                .isEqualTo("\uefe2\uef82x");
        assertThat(EscapedText.of("\uefe9".getBytes(StandardCharsets.UTF_8)))
                .as("the UTF-8 of an escape")
                .isEqualTo("\uefee\uefbf\uefa9");
    }

    @Example
    void noSecondTextStandsForTheSameBytes() {
        assertThat(EscapedText.bytes("\uefc3\uefa4"))
                .as("escapes that spell a letter")
                .isEmpty();
        assertThat(EscapedText.bytes("\ud800")).as("half a surrogate pair").isEmpty();
    }

    @Provide
    Arbitrary<byte[]> names() {
        // mostly what begins, goes on with or ends a sequence
        return Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.bytes()),
                        Tuple.of(2, Arbitraries.of((byte) 0xee, (byte) 0xbe, (byte) 0xbf, (byte) 0x80, (byte) 0xa9)),
                        Tuple.of(1, Arbitraries.of((byte) 'a', (byte) 0xc3, (byte) 0xf0, (byte) 0xed)))
                .array(byte[].class)
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.chars()),
                        Tuple.of(3, Arbitraries.chars().range('\uef80', '\uefff')),
                        Tuple.of(1, Arbitraries.chars().range('\ud7f0', '\ue010')))
                .list()
                .ofMaxSize(20)
                .map(chars -> {
                    StringBuilder text = new StringBuilder();
                    chars.forEach(text::append);
                    return text.toString();
                });
    }
}
