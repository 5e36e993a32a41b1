package io.spiderweb.control.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.control.ClockAhead;
import io.spiderweb.control.TestClient;
import io.spiderweb.wire.json.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends what was recorded, and holds what comes back against what came back then. */
record Replay(Names names) {

    /** Before this step the recording waited until a lease of one second was over. */
    private static final String EXPIRED_BY = "lease-expiry 5";

    /** Requests that show a token which was replaced before: its placeholder is the same. */
    private static final Set<String> WITH_REPLACED_TOKEN = Set.of("projects 27", "push 21");

    static Map<String, List<JsonNode>> scenarios() throws Exception {
        Map<String, List<JsonNode>> scenarios = new LinkedHashMap<>();
        try (InputStream file = Replay.class.getResourceAsStream("/transcripts/control.jsonl")) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode step = Json.parse(line);
                scenarios
                        .computeIfAbsent(step.path("scenario").asText(), name -> new ArrayList<>())
                        .add(step);
            }
        }
        return scenarios;
    }

    void replay(String scenario, List<JsonNode> lines, TestClient client) throws Exception {
        for (JsonNode line : lines) {
            JsonNode frame = line.path("frame");
            if (line.path("dir").asText().equals(">")) {
                if (EXPIRED_BY.equals(scenario + " " + line.path("step").asInt())) {
                    ClockAhead.advance(Duration.ofSeconds(2));
                }
                client.send(
                        frame.isTextual()
                                ? frame.textValue()
                                : Json.write(translate(scenario + " " + line.path("step"), frame)));
            } else {
                receive(scenario + " " + line.path("step").asInt(), line, client);
            }
        }
    }

    private JsonNode translate(String where, JsonNode frame) throws Exception {
        return WITH_REPLACED_TOKEN.contains(where) ? names.translateWithReplacedToken(frame) : names.translate(frame);
    }

    private void receive(String where, JsonNode line, TestClient client) throws Exception {
        JsonNode recorded = line.path("frame");
        if (Differences.NOT_SENT.containsKey(where)) {
            return;
        }
        if (recorded.asText().equals("<close>")) {
            client.awaitClosed();
            return;
        }
        if (recorded.path("type").asText().equals("debug.event")) {
            String category = recorded.path("category").asText();
            String reason = recorded.path("payload").path("reason").asText();
            names.compare(
                    where,
                    recorded,
                    client.await(actual -> actual.path("category").asText().equals(category)
                            && actual.path("payload").path("reason").asText().equals(reason)));
            return;
        }
        JsonNode actual = client.await(frame -> frame.has("channel") || where.startsWith("push-id-escape"));
        if (line.path("note").asText().startsWith("defect:")) {
            checkDefect(where, actual);
            learn(recorded, actual);
            if (where.equals("projects 30")) {
                // the recording goes on with what the revocation handed out
                learn(recorded, rotated(client, actual.path("payload")));
            }
        } else if (Differences.BETTER.containsKey(where)) {
            assertThat(actual.path("ok")).as("%s: %s", where, actual).isNotEqualTo(recorded.path("ok"));
        } else if (Differences.KIND_ONLY.containsKey(where)) {
            assertThat(actual.path("type")).as("%s: %s", where, actual).isEqualTo(recorded.path("type"));
            learn(recorded, actual);
        } else {
            assertThat(actual.path("type")).as("%s: %s", where, actual).isEqualTo(recorded.path("type"));
            names.compare(where, recorded, actual);
        }
    }

    private static JsonNode rotated(TestClient client, JsonNode revoked) throws Exception {
        return client.ask(
                "project_token_rotate",
                Json.write(Json.object()
                        .put("project_id", revoked.path("project_id").asText())
                        .put("project_token", revoked.path("project_token").asText())));
    }

    /** What the notes of the recording say must be otherwise. */
    private static void checkDefect(String where, JsonNode actual) {
        switch (where) {
            case "envelope-errors 12", "envelope-errors 18" -> {
                assertThat(actual.path("id").asText()).as(where).isEqualTo("e");
                assertThat(actual.path("error").path("code").asText()).isEqualTo("invalid_envelope");
            }
            case "services 10" ->
                assertThat(actual.path("payload").path("labels").has("half"))
                        .as("the labels of the refused upsert were applied")
                        .isFalse();
            case "projects 30" ->
                assertThat(actual.path("payload").path("project_token").asText())
                        .as("it opens nothing but the rotation")
                        .startsWith("revoked-");
            case "project-up 26" ->
                assertThat(actual.path("payload").path("projects").findValuesAsText("name"))
                        .as("what failed left nothing behind")
                        .contains("Up")
                        .doesNotContain("Ghost");
            case "failover-status 8" ->
                assertThat(actual.path("payload")
                                .path("mounts")
                                .path(0)
                                .path("fs_url")
                                .asText())
                        .as("the first living node stays selected")
                        .isEqualTo("ws://10.0.0.5:18891/v2/fs");
            case "workspace-errors 10", "lease-expiry 8" ->
                assertThat(actual.path("ok").asBoolean())
                        .as("%s: %s", where, actual)
                        .isTrue();
            case "session-reattach 4" ->
                assertThat(actual.path("payload").path("project_id").asText())
                        .as(where)
                        .startsWith("proj-");
            case "push-id-escape 2" ->
                assertThat(actual.path("request").asText()).as(where).isEqualTo("a\"b");
            case "lease-expiry 6" -> {
                assertThat(actual.path("payload").path("desired_mounts"))
                        .as(where)
                        .hasSize(1);
                assertThat(actual.path("payload")
                                .path("mounts")
                                .path(0)
                                .path("online")
                                .asBoolean(true))
                        .isFalse();
            }
            default -> throw new AssertionError("nobody checks the recorded defect of " + where);
        }
    }

    private void learn(JsonNode recorded, JsonNode actual) {
        String project = recorded.path("payload").path("project_id").asText();
        if (project.startsWith("proj-")) {
            names.learn(project, actual.path("payload").path("project_id").asText());
            JsonNode token = actual.path("payload").path("project_token");
            if (token.isTextual()) {
                names.learn("token of " + project, token.asText());
            }
        }
    }
}
