package io.spiderweb.gateway.endpoint;

import static io.spiderweb.gateway.testing.ScriptedProvider.saying;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.gateway.provider.ProviderEvent.Failed;
import io.spiderweb.gateway.provider.ProviderEvent.TextDelta;
import io.spiderweb.gateway.provider.ProviderFailure;
import io.spiderweb.gateway.testing.FakeControlPlane;
import io.spiderweb.gateway.testing.GatewayTestResource;
import io.spiderweb.gateway.testing.TestClient;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays what was recorded between clients and the reference gateway. The control plane's part of it is played by the double,
 * word by word; what the gateway itself answers has to have the recorded members. Further members are allowed.
 */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
@Timeout(60)
class TranscriptTest extends GatewayTestBase {

    private static final String BUSY = "session_busy (another connection runs a chat of agent busy1)";

    /** Not replayed, and why. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "auth: no token", "refused with HTTP 401 before there is a WebSocket, see GatewayTest",
            "auth: wrong token", "refused with HTTP 401 before there is a WebSocket, see GatewayTest",
            "bad path", "refused with HTTP 404 before there is a WebSocket, see GatewayTest",
            "debug stream", "events of turns are not sent yet");

    /** What is answered instead, by scenario and step, on purpose. */
    private static final Map<String, String> DIFFERENT = Map.of(
            // spec gateway 13: legacy types without a channel are answered
            "malformed input/27", "{'type':'connect.ack','request':'m2'}",
            "malformed input/29", "{'type':'pong'}",
            // defects of the reference
            "session.send/15", "{'type':'error','request':'s-5','id':'s-5','code':'provider_auth_failed'}",
            "session.send/17", "{'type':'error','request':'s-6','id':'s-6','code':'missing_content'}");

    private record Step(String scenario, int number, boolean sent, JsonNode frame, String note) {}

    static Stream<String> scenarios() throws Exception {
        return recorded().keySet().stream().filter(scenario -> !ELSEWHERE.containsKey(scenario));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void answersAsRecorded(String scenario) throws Exception {
        List<Step> steps = requireNonNull(recorded().get(scenario));
        controlPlane.gated = scenario.startsWith("user gate");
        CountDownLatch done = new CountDownLatch(1);
        if (scenario.equals(BUSY)) {
            keepBusy("busy1", "Alpha-id", done);
        }
        scriptControlPlane(steps);
        replay(steps);
        done.countDown();
        await().until(() -> !turns.isBusy("busy1"));
    }

    private void replay(List<Step> steps) throws Exception {
        TestClient client = null;
        @Nullable JsonNode lastSent = null;
        for (Step step : steps) {
            if (step.frame.has("http")) {
                String token = step.frame.path("authorization").asText().contains("admin")
                        ? FakeControlPlane.ADMIN
                        : FakeControlPlane.USER;
                client = connect("/", token);
            } else if (client == null) {
                throw new AssertionError("the scenario begins with a connection");
            } else if (step.sent) {
                lastSent = step.frame;
                scriptProvider(steps, step);
                client.send(step.frame.isTextual() ? step.frame.textValue() : Json.write(step.frame));
            } else if (step.frame.has("closed")) {
                client.awaitClose();
            } else {
                assertMatches(expected(step, lastSent), withoutPieces(client), step);
            }
        }
    }

    private static ObjectNode withoutPieces(TestClient client) throws Exception {
        ObjectNode frame = client.next();
        while (frame.has("content_delta")) {
            frame = client.next();
        }
        return frame;
    }

    private static JsonNode expected(Step step, @Nullable JsonNode sent) throws Exception {
        String different = DIFFERENT.get(step.scenario + "/" + step.number);
        if (different != null) {
            return Json.parse(different.replace('\'', '"'));
        }
        if (step.note.contains("id is lost") && sent != null && step.frame instanceof ObjectNode frame) {
            return frame.deepCopy().set("id", Json.parse(sent.textValue()).get("id"));
        }
        return step.frame;
    }

    /** Recorded placeholders stand for any text or time. */
    private static void assertMatches(JsonNode expected, JsonNode actual, Step step) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(member -> assertMatches(member.getValue(), actual.path(member.getKey()), step));
        } else if (expected.asText().equals("<ms>") || expected.asText().equals("<text>")) {
            assertThat(actual.isValueNode()).as("%s", step).isTrue();
        } else {
            assertThat(actual).as("%s", step).isEqualTo(expected);
        }
    }

    /** All that the control plane answered: replies with an id, except those of which the gateway is the author. */
    private void scriptControlPlane(List<Step> steps) throws Exception {
        for (Step step : steps) {
            boolean gatewaysOwn = step.frame.path("error").path("code").asText().equals("session_busy");
            if (!step.sent && step.frame.path("channel").asText().equals("control") && !gatewaysOwn) {
                controlPlane.scripted.put(
                        step.frame.path("id").asText("none"),
                        Json.parse(Json.write(step.frame).replace("\"<ms>\"", "1")));
            }
        }
    }

    private void scriptProvider(List<Step> steps, Step sent) throws Exception {
        if (!sent.frame.path("type").asText().equals("session.send")) {
            return;
        }
        JsonNode answer = expected(steps.get(sent.number), sent.frame);
        String code = answer.path("code").asText();
        if (answer.path("type").asText().equals("session.receive")) {
            provider.next(saying(answer.path("content").asText().splitWithDelimiters("(?<= )", 0)));
        } else if (code.startsWith("provider_")) {
            ProviderFailure kind = Arrays.stream(ProviderFailure.values())
                    .filter(failure -> failure.code().wireName().equals(code))
                    .findFirst()
                    .orElseThrow();
            provider.next((request, events) -> events.accept(new Failed(kind, "recorded", null)));
        }
    }

    private void keepBusy(String agent, String project, CountDownLatch done) throws Exception {
        provider.next((request, events) -> {
            events.accept(new TextDelta("…"));
            done.await();
            saying("done").play(request, events);
        });
        TestClient other = admin();
        other.ask(attach("s1", agent, project));
        other.ask("{'type':'session.send','id':'busy','content':'go'}");
    }

    private static Map<String, List<Step>> recorded() throws Exception {
        try (var file = TranscriptTest.class.getResourceAsStream("/transcripts/gateway.jsonl")) {
            if (file == null) {
                throw new IOException("the transcripts are missing");
            }
            Map<String, List<Step>> scenarios = new LinkedHashMap<>();
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                // the placeholders of the recording, as names that may be project ids
                JsonNode step = Json.parse(line.replaceAll("<(\\w+-(?:id|token))>", "$1"));
                String scenario = step.path("scenario").asText();
                scenarios
                        .computeIfAbsent(scenario, name -> new ArrayList<>())
                        .add(new Step(
                                scenario,
                                step.path("step").asInt(),
                                step.path("dir").asText().equals(">"),
                                step.path("frame"),
                                step.path("note").asText()));
            }
            return scenarios;
        }
    }
}
