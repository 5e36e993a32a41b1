package io.spiderweb.gateway.endpoint;

import static io.spiderweb.gateway.testing.OpenAiDouble.arguments;
import static io.spiderweb.gateway.testing.OpenAiDouble.call;
import static io.spiderweb.gateway.testing.OpenAiDouble.chunks;
import static io.spiderweb.gateway.testing.OpenAiDouble.cutAfter;
import static io.spiderweb.gateway.testing.OpenAiDouble.finish;
import static io.spiderweb.gateway.testing.OpenAiDouble.status;
import static io.spiderweb.gateway.testing.OpenAiDouble.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.gateway.provider.Provider;
import io.spiderweb.gateway.provider.openai.OpenAiProvider;
import io.spiderweb.gateway.provider.retry.RetryPolicy;
import io.spiderweb.gateway.provider.retry.RetryingProvider;
import io.spiderweb.gateway.testing.GatewayTestResource;
import io.spiderweb.gateway.testing.OpenAiDouble;
import io.spiderweb.gateway.testing.OpenAiSettings;
import io.spiderweb.gateway.testing.TestClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Turns of a client whose answers come over HTTP from a server that speaks OpenAI's API. */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
@Timeout(60)
class OpenAiTurnTest extends GatewayTestBase {

    private static final String KEY = "sk-test-0123456789";

    private OpenAiDouble server;

    @BeforeEach
    void startServer() throws Exception {
        server = new OpenAiDouble();
        Provider openAi = new RetryingProvider(
                OpenAiProvider.of(OpenAiSettings.of(server.baseUrl(), KEY, null), Duration.ofSeconds(30)),
                RetryPolicy.DEFAULT);
        for (int round = 0; round < 3; round++) {
            provider.next(openAi::stream);
        }
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    @Test
    void aTurnWithToolCallsWorksOnTheFilesOfTheWorkspace() throws Exception {
        Files.writeString(files.resolve("lamps.txt"), "The lamps were lit.\n");
        server.next(chunks(
                text("I read "),
                text("and write."),
                call(0, "call_1", "file_read"),
                arguments(0, "{\"pa"),
                arguments(0, "th\":\"lamps.txt\"}"),
                call(1, "call_2", "file_write"),
                arguments(1, "{\"path\":\"summary.txt\",\"content\":\"Lit 灯\"}"),
                finish("tool_calls")));
        server.next(chunks(text("They are "), text("lit."), finish("stop")));

        List<ObjectNode> turn = turn("openai-reader");

        assertThat(turn)
                .filteredOn(frame -> frame.path("type").asText().equals("tool.event"))
                .extracting(frame -> frame.path("call_id").asText())
                .containsExactly("call_1", "call_2");
        assertThat(turn.getLast().path("content").asText()).isEqualTo("I read and write.\n\nThey are lit.");
        assertThat(files.resolve("summary.txt")).hasContent("Lit 灯");
        JsonNode messages = server.asked.getLast().body().path("messages");
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .containsExactly("system", "user", "assistant", "tool", "tool");
        assertThat(messages.path(3).path("tool_call_id").asText()).isEqualTo("call_1");
        assertThat(messages.path(3).path("content").asText()).contains("The lamps were lit.");
    }

    @Test
    void aWrongKeyIsToldWithItsCodeAndWithoutTheKey() throws Exception {
        server.next(status(401, "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + "\"}}"));
        ObjectNode end = turn("openai-stranger").getLast();
        assertThat(end.path("code").asText()).isEqualTo("provider_auth_failed");
        assertThat(end.toString()).doesNotContain(KEY);
    }

    @Test
    void anAnswerThatIsCutIsNoAnswer() throws Exception {
        server.next(cutAfter(text("half an ans")));
        List<ObjectNode> turn = turn("openai-cut");
        assertThat(turn.getFirst().path("content_delta").asText()).isEqualTo("half an ans");
        assertThat(turn.getLast().path("type").asText()).isEqualTo("error");
        assertThat(turn.getLast().path("code").asText()).isEqualTo("execution_failed");
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() throws Exception {
        server.next(status(429, "{}", "Retry-After", "0"));
        server.next(chunks(text("now"), finish("stop")));
        assertThat(turn("openai-patient").getLast().path("content").asText()).isEqualTo("now");
    }

    private List<ObjectNode> turn(String agent) throws Exception {
        TestClient client = admin();
        client.ask(attach("s1", agent, "p1"));
        client.send("{\"type\":\"session.send\",\"id\":\"t1\",\"content\":\"go\"}");
        return client.untilTurnEnds();
    }
}
