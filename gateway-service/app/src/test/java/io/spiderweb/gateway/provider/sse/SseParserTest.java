package io.spiderweb.gateway.provider.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserTest {

    private static final String STREAM = """
            : a comment\r
            \r
            event: message\r
            data: Grüße, 世界 🌍\r
            id: 7\r
            \r
            data: first
            data: second
            data:

            retry: 10
            data:[DONE]

            data: the last one has no empty line""";

    private static final List<String> EVENTS =
            List.of("Grüße, 世界 🌍", "first\nsecond\n", "[DONE]", "the last one has no empty line");

    private final List<String> events = new ArrayList<>();
    private final SseParser parser = new SseParser(events::add);

    @Test
    void eventsAreTheSameWhereverTheBytesWereCut() throws IOException {
        byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<String> found = new ArrayList<>();
            SseParser cutParser = new SseParser(found::add);
            cutParser.feed(Buffer.buffer(Arrays.copyOf(bytes, cut)));
            cutParser.feed(Buffer.buffer(Arrays.copyOfRange(bytes, cut, bytes.length)));
            cutParser.end();
            assertThat(found).as("cut at byte %d", cut).isEqualTo(EVENTS);
        }
    }

    @Test
    void everyByteMayComeAlone() throws IOException {
        for (byte b : STREAM.getBytes(StandardCharsets.UTF_8)) {
            parser.feed(Buffer.buffer(new byte[] {b}));
        }
        parser.end();
        assertThat(events).isEqualTo(EVENTS);
    }

    @Test
    void anEventIsHandedOverWithItsEmptyLineNotLater() throws IOException {
        parser.feed(Buffer.buffer("data: x\n"));
        assertThat(events).isEmpty();
        parser.feed(Buffer.buffer("\n"));
        assertThat(events).containsExactly("x");
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() throws IOException {
        Buffer piece = Buffer.buffer("x".repeat(64 << 10));
        parser.feed(Buffer.buffer("data: "));
        for (int fed = 0; fed < SseParser.MAX_EVENT - piece.length(); fed += piece.length()) {
            parser.feed(piece);
        }
        assertThatIOException().isThrownBy(() -> parser.feed(piece)).withMessageContaining("longer than 1048576");
    }

    @Test
    void anEventOfEndlessLinesIsRefusedToo() {
        Buffer line = Buffer.buffer("data: " + "x".repeat(64 << 10) + "\n");
        assertThatIOException()
                .isThrownBy(() -> {
                    for (int fed = 0; fed <= SseParser.MAX_EVENT; fed += line.length()) {
                        parser.feed(line);
                    }
                })
                .withMessageContaining("longer than 1048576");
    }
}
