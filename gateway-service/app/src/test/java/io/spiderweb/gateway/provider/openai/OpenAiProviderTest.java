package io.spiderweb.gateway.provider.openai;

import static io.spiderweb.gateway.testing.OpenAiDouble.arguments;
import static io.spiderweb.gateway.testing.OpenAiDouble.byteByByte;
import static io.spiderweb.gateway.testing.OpenAiDouble.call;
import static io.spiderweb.gateway.testing.OpenAiDouble.chunks;
import static io.spiderweb.gateway.testing.OpenAiDouble.chunksOnly;
import static io.spiderweb.gateway.testing.OpenAiDouble.cutAfter;
import static io.spiderweb.gateway.testing.OpenAiDouble.finish;
import static io.spiderweb.gateway.testing.OpenAiDouble.flood;
import static io.spiderweb.gateway.testing.OpenAiDouble.page;
import static io.spiderweb.gateway.testing.OpenAiDouble.silence;
import static io.spiderweb.gateway.testing.OpenAiDouble.silentAfter;
import static io.spiderweb.gateway.testing.OpenAiDouble.status;
import static io.spiderweb.gateway.testing.OpenAiDouble.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.gateway.provider.Message;
import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderEvent.Completed;
import io.spiderweb.gateway.provider.ProviderEvent.Failed;
import io.spiderweb.gateway.provider.ProviderEvent.StopReason;
import io.spiderweb.gateway.provider.ProviderEvent.TextDelta;
import io.spiderweb.gateway.provider.ProviderEvent.ToolArgumentsDelta;
import io.spiderweb.gateway.provider.ProviderEvent.ToolCallStarted;
import io.spiderweb.gateway.provider.ProviderEvent.Usage;
import io.spiderweb.gateway.provider.ProviderFailure;
import io.spiderweb.gateway.provider.ProviderRequest;
import io.spiderweb.gateway.provider.ToolCall;
import io.spiderweb.gateway.provider.ToolSpec;
import io.spiderweb.gateway.testing.GatewayTestResource;
import io.spiderweb.gateway.testing.OpenAiDouble;
import io.spiderweb.gateway.testing.OpenAiSettings;
import io.spiderweb.wire.json.Json;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
@Timeout(60)
class OpenAiProviderTest {

    private static final String KEY = "sk-test-0123456789";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final ProviderRequest HELLO =
            new ProviderRequest("", "Be brief.", List.of(new Message.User("hello")), List.of());

    private final List<ProviderEvent> events = new CopyOnWriteArrayList<>();
    private OpenAiDouble server;

    @BeforeEach
    void start() throws Exception {
        server = new OpenAiDouble();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    // ---- what is sent

    @Test
    void aConversationWithToolsIsSentAsTheApiWantsIt() throws Exception {
        server.next(chunks(finish("stop")));
        JsonNode schema = Json.parse("{\"type\":\"object\",\"properties\":{}}");
        stream(new ProviderRequest(
                "my-model",
                "Be brief.",
                List.of(
                        new Message.User("what is there?"),
                        new Message.Assistant("", List.of(new ToolCall("c 1", "file_list", "{\"path\": \"a\"}"))),
                        new Message.ToolResult("c 1", "file_list", Json.object().put("truncated", false)),
                        new Message.Assistant("Nothing.", List.of())),
                List.of(new ToolSpec("file_list", "Lists", schema))));
        OpenAiDouble.Asked asked = server.asked.getFirst();
        assertThat(asked.path()).isEqualTo("/v1/chat/completions");
        assertThat(asked.authorization()).isEqualTo("Bearer " + KEY);
        assertThat(asked.body()).isEqualTo(Json.parse("""
                {"model":"my-model","stream":true,"stream_options":{"include_usage":true},
                 "messages":[
                  {"role":"system","content":"Be brief."},
                  {"role":"user","content":"what is there?"},
                  {"role":"assistant","content":"","tool_calls":[
                   {"id":"c_1","type":"function","function":{"name":"file_list","arguments":"{\\"path\\":\\"a\\"}"}}]},
                  {"role":"tool","content":"{\\"truncated\\":false}","tool_call_id":"c_1"},
                  {"role":"assistant","content":"Nothing."}],
                 "tools":[{"type":"function","function":
                  {"name":"file_list","description":"Lists","parameters":{"type":"object","properties":{}}}}],
                 "tool_choice":"auto"}"""));
    }

    @Test
    void argumentsThatAreNoJsonAreNotSentBack() throws Exception {
        server.next(chunks(finish("stop")));
        stream(new ProviderRequest(
                "",
                "",
                List.of(
                        new Message.Assistant("", List.of(new ToolCall("c1", "file_list", "{\"path\": "))),
                        new Message.ToolResult("c1", "file_list", Json.object())),
                List.of()));
        JsonNode body = server.asked.getFirst().body();
        assertThat(body.at("/messages/1/tool_calls/0/function/arguments").asText())
                .isEqualTo("{}");
        assertThat(body.has("tools")).isFalse();
        assertThat(body.path("model").asText()).isEqualTo("gpt-4o-mini");
    }

    @Test
    void theKeyIsReadFromItsFileForEachRequest(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("key"), "first\n");
        OpenAiProvider provider = OpenAiProvider.of(OpenAiSettings.of(server.baseUrl(), null, file), LONG);
        for (String key : List.of("first", "second")) {
            Files.writeString(file, key + "\n");
            server.next(chunks(finish("stop")));
            provider.stream(HELLO, events::add);
        }
        Files.delete(file);
        provider.stream(HELLO, events::add);
        assertThat(server.asked)
                .extracting(OpenAiDouble.Asked::authorization)
                .containsExactly("Bearer first", "Bearer second");
        assertFailed(ProviderFailure.AUTH_FAILED, "OPENAI_API_KEY_FILE");
    }

    @Test
    void aServerThatWantsNoKeyIsShownNone() throws Exception {
        server.next(chunks(finish("stop")));
        OpenAiProvider.of(OpenAiSettings.of(server.baseUrl(), null, null), LONG).stream(HELLO, events::add);
        assertThat(server.asked.getFirst().authorization()).isNull();
        assertThat(events).singleElement().isInstanceOf(Completed.class);
    }

    // ---- what comes back

    @Test
    void piecesOfTextArriveAsTheyAreAndTheUsageIsKept() throws Exception {
        server.next(chunks(text(""), text("Hel"), text("lo."), finish("stop")));
        stream(HELLO);
        assertThat(events)
                .containsExactly(
                        new TextDelta("Hel"), new TextDelta("lo."), new Completed(StopReason.END, new Usage(7, 3)));
    }

    @Test
    void severalToolCallsInOneAnswerAreToldApart() throws Exception {
        server.next(chunks(
                text("I look."),
                call(0, "call_a", "file_list"),
                call(1, "call_b", "file_read"),
                arguments(0, "{\"path\""),
                arguments(1, "{\"path\":\"b"),
                arguments(0, ":\"a\"}"),
                arguments(1, ".md\"}"),
                finish("tool_calls")));
        stream(HELLO);
        assertThat(events)
                .containsExactly(
                        new TextDelta("I look."),
                        new ToolCallStarted(0, "call_a", "file_list"),
                        new ToolCallStarted(1, "call_b", "file_read"),
                        new ToolArgumentsDelta(0, "{\"path\""),
                        new ToolArgumentsDelta(1, "{\"path\":\"b"),
                        new ToolArgumentsDelta(0, ":\"a\"}"),
                        new ToolArgumentsDelta(1, ".md\"}"),
                        new Completed(StopReason.TOOL_CALLS, new Usage(7, 3)));
    }

    @Test
    void callsWithoutAnIndexAreToldApartByTheirIds() throws Exception {
        String first = "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"}}]}}]}";
        String more = "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\"{}\"}}]}}]}";
        String second = "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"b\",\"function\":{\"name\":\"g\"}}]}}]}";
        server.next(chunks(first, more, second, finish("tool_calls")));
        stream(HELLO);
        assertThat(events)
                .startsWith(
                        new ToolCallStarted(0, "a", "f"),
                        new ToolArgumentsDelta(0, "{}"),
                        new ToolCallStarted(1, "b", "g"));
    }

    @Test
    void textSurvivesWhereverItsBytesAreCut() throws Exception {
        server.next(byteByByte(text("Grüße, 世界 🌍"), finish("stop")));
        stream(HELLO);
        assertThat(events).containsExactly(new TextDelta("Grüße, 世界 🌍"), new Completed(StopReason.END, Usage.UNKNOWN));
    }

    @Test
    void anAnswerIsWholeWithItsFinishReasonAlsoWithoutDone() throws Exception {
        server.next(chunksOnly(text("x"), finish("length")));
        stream(HELLO);
        assertThat(events.getLast()).isEqualTo(new Completed(StopReason.LENGTH, Usage.UNKNOWN));
    }

    @Test
    void connectionsAreUsedAgain() throws Exception {
        OpenAiProvider provider = provider(LONG);
        for (int i = 0; i < 10; i++) {
            server.next(chunks(text("x"), finish("stop")));
            provider.stream(HELLO, events::add);
        }
        assertThat(server.asked).hasSize(10);
        assertThat(server.connections).hasValueLessThan(10);
    }

    // ---- what goes wrong

    @ParameterizedTest
    @CsvSource({
        "400, REQUEST_INVALID",
        "403, AUTH_FAILED",
        "404, REQUEST_INVALID",
        "408, TIMEOUT",
        "413, REQUEST_INVALID",
        "422, REQUEST_INVALID",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, TIMEOUT",
        "302, REQUEST_INVALID"
    })
    void anErrorIsClassifiedByItsStatus(int status, ProviderFailure kind) throws Exception {
        server.next(status(status, "{\"error\":{\"message\":\"the model `x`\\n\\u0007 generates 429\"}}"));
        stream(HELLO);
        assertFailed(kind, "HTTP " + status + ": the model `x` generates 429");
    }

    @Test
    void aWrongKeyIsToldWithoutTheKey() throws Exception {
        server.next(status(401, "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + "\"}}"));
        server.next(status(400, "{\"error\":{\"message\":\"you sent " + KEY + "\"}}"));
        stream(HELLO);
        assertFailed(ProviderFailure.AUTH_FAILED, "OPENAI_API_KEY");
        stream(HELLO);
        assertFailed(ProviderFailure.REQUEST_INVALID, "you sent [redacted]");
        assertThat(events.toString()).doesNotContain(KEY);
    }

    @Test
    void aServerThatHasEnoughSaysHowLongToWait() throws Exception {
        server.next(status(429, "{}", "Retry-After", "7"));
        stream(HELLO);
        assertThat(assertFailed(ProviderFailure.RATE_LIMITED, "HTTP 429").retryAfter())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void anErrorInMidStreamIsAFailure() throws Exception {
        server.next(chunks(
                text("half"), "{\"error\":{\"message\":\"overheated\",\"type\":\"server_error\",\"code\":null}}"));
        stream(HELLO);
        assertThat(events).hasSize(2);
        assertFailed(ProviderFailure.UNAVAILABLE, "overheated");
    }

    @Test
    void anAnswerThatWasFilteredIsNoAnswer() throws Exception {
        server.next(chunks(text("half"), finish("content_filter")));
        stream(HELLO);
        assertFailed(ProviderFailure.STREAM_FAILED, "content_filter");
    }

    @Test
    void aStreamThatIsCutIsAFailure() throws Exception {
        server.next(cutAfter(text("half")));
        stream(HELLO);
        assertThat(events).hasSize(2);
        assertFailed(ProviderFailure.STREAM_CUT, "cut");
    }

    @Test
    void aStreamThatEndsInOrderButTooEarlyIsAFailureToo() throws Exception {
        server.next(chunksOnly(text("half")));
        server.next(chunks(call(0, "a", "file_write"), arguments(0, "{}")));
        stream(HELLO);
        assertFailed(ProviderFailure.STREAM_CUT, "without its end");
        stream(HELLO);
        assertFailed(ProviderFailure.STREAM_CUT, "without its end");
    }

    @Test
    void aConnectionThatBreaksBehindTheAnswerTakesNothingFromIt() throws Exception {
        server.next(cutAfter(text("whole"), finish("stop")));
        stream(HELLO);
        assertThat(events).containsExactly(new TextDelta("whole"), new Completed(StopReason.END, Usage.UNKNOWN));
    }

    @Test
    void whatIsNoChunkIsAFailure() throws Exception {
        server.next(chunks("{not json"));
        server.next(page("text/html", "<h1>Welcome</h1>"));
        stream(HELLO);
        assertFailed(ProviderFailure.STREAM_FAILED, "not a chat completion chunk");
        stream(HELLO);
        assertFailed(ProviderFailure.STREAM_FAILED, "text/html");
    }

    @ParameterizedTest
    @CsvSource({"200, STREAM_CUT, larger than 16777216 bytes", "500, UNAVAILABLE, HTTP 500"})
    void anAnswerWithoutAnEndIsLeft(int status, ProviderFailure kind, String message) throws Exception {
        server.next(flood(status));
        stream(HELLO);
        assertFailed(kind, message);
        await().untilAsserted(() -> assertThat(server.abandoned).hasValue(1));
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        URI nobody = server.baseUrl();
        server.close();
        OpenAiProvider.of(OpenAiSettings.of(nobody, KEY, null), LONG).stream(HELLO, events::add);
        assertFailed(ProviderFailure.UNAVAILABLE, nobody.toString());
        server = new OpenAiDouble();
    }

    @Test
    void aServerThatDoesNotAnswerIsLeft() throws Exception {
        server.next(silence());
        provider(SHORT).stream(HELLO, events::add);
        assertFailed(ProviderFailure.TIMEOUT, "2000 ms");
        await().untilAsserted(() -> assertThat(server.abandoned).hasValue(1));
    }

    @Test
    void aServerThatStopsInTheMiddleIsLeft() throws Exception {
        server.next(silentAfter(text("half")));
        provider(SHORT).stream(HELLO, events::add);
        assertFailed(ProviderFailure.TIMEOUT, "2000 ms");
        await().untilAsserted(() -> assertThat(server.abandoned).hasValue(1));
    }

    @Test
    void cancellingClosesTheConnectionInTheMiddleOfAnAnswer() throws Exception {
        server.next(silentAfter(text("half")));
        OpenAiProvider provider = provider(LONG);
        Thread turn = interruptible(provider);
        await().untilAsserted(() -> assertThat(events).hasSize(1));
        turn.interrupt();
        await().untilAsserted(() -> assertThat(server.abandoned).hasValue(1));
        assertThat(turn.join(LONG)).isTrue();
        assertThat(events).hasSize(1);
    }

    @Test
    void cancellingClosesTheConnectionBeforeTheAnswer() throws Exception {
        server.next(silence());
        Thread turn = interruptible(provider(LONG));
        await().untilAsserted(() -> assertThat(server.asked).hasSize(1));
        turn.interrupt();
        await().untilAsserted(() -> assertThat(server.abandoned).hasValue(1));
        assertThat(turn.join(LONG)).isTrue();
        assertThat(events).isEmpty();
    }

    private Thread interruptible(OpenAiProvider provider) {
        return Thread.ofVirtual().start(() -> {
            try {
                provider.stream(HELLO, events::add);
            } catch (InterruptedException e) {
                // cancelled
            }
        });
    }

    private OpenAiProvider provider(Duration silence) {
        return OpenAiProvider.of(OpenAiSettings.of(server.baseUrl(), KEY, null), silence);
    }

    private void stream(ProviderRequest request) throws InterruptedException {
        provider(LONG).stream(request, events::add);
    }

    private Failed assertFailed(ProviderFailure kind, String message) {
        assertThat(events.getLast()).isInstanceOf(Failed.class);
        Failed failed = (Failed) events.getLast();
        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.message()).contains(message);
        return failed;
    }
}
