package io.spiderweb.wire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code spec gateway 7}. */
class ChatCodecTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"type\":\"session.send\",\"id\":\"a\",\"content\":\"hi\",\"session_key\":\"main\"} | a | hi | main",
                "{\"type\":\"session.send\",\"request_id\":\"a\",\"text\":\"hi\"} | a | hi | -",
                "{\"type\":\"session.send\",\"payload\":{\"id\":\"a\",\"goal\":\"hi\"},\"sessionKey\":\"k\"} | a | hi | k",
                "{\"type\":\"session.send\",\"content\":null,\"text\":\"x\"} | generated | - | -",
                "{\"type\":\"session.send\",\"id\":\"a\",\"content\":\"  \"} | a | - | -",
                "{\"type\":\"session.send\",\"id\":\"a\",\"content\":5,\"payload\":{\"content\":\"x\"}} | a | - | -",
                "{\"channel\":\"acheron\",\"type\":\"session.send\",\"id\":\"a\",\"content\":\"x\"} | a | x | -",
            })
    void membersAreFoundWhereClientsPutThem(String frame, String id, String content, String session) {
        assertThat(ChatCodec.decode(frame)).contains(new ChatRequest.SessionSend(id, content, session));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"chat.send\",\"id\":\"a\"}",
                "{\"channel\":\"control\",\"type\":\"control.ping\"}",
                "{\"channel\":\"control\",\"type\":\"ping\"}",
                "[]",
                "hello",
            })
    void everythingElseIsLeftToTheControlChannel(String frame) {
        assertThat(ChatCodec.decode(frame)).isEmpty();
    }

    @Test
    void aStreamIsPiecesAndThenTheWhole() {
        assertThat(ChatCodec.encode(new ChatFrame.Delta("send-4", "Hel", 1, "main")))
                .isEqualTo(sorted(
                        "{\"type\":\"session.receive\",\"request\":\"send-4\",\"role\":\"assistant\","
                                + "\"content_delta\":\"Hel\",\"final\":false,\"timestamp\":1,\"session_key\":\"main\"}",
                        ChatCodec.encode(new ChatFrame.Delta("send-4", "Hel", 1, "main"))));
        assertThat(ChatCodec.encode(new ChatFrame.Receive("send-4", "Hello", 2, "main")))
                .contains("\"content\":\"Hello\"", "\"final\":true", "\"type\":\"session.receive\"");
    }

    @Test
    void aFailureNamesItsRequestTwiceSinceClientsLookForEither() {
        assertThat(ChatCodec.encode(new ChatFrame.Failed("r1", ErrorCode.MISSING_CONTENT, "no text", 3)))
                .contains("\"request\":\"r1\"", "\"id\":\"r1\"", "\"code\":\"missing_content\"", "\"type\":\"error\"");
    }

    // the order of members means nothing
    private static String sorted(String expected, String actual) {
        try {
            return Json.parse(expected).equals(Json.parse(actual)) ? actual : expected;
        } catch (io.spiderweb.wire.json.InvalidJsonException e) {
            throw new AssertionError(e);
        }
    }
}
