package io.spiderweb.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Access;
import io.spiderweb.wire.control.ControlOperation.Shape;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every operation with its success and each of its errors ({@code spec control 3}). What the page says is in
 * {@code operations/spec.txt}, and what is asked in {@code operations/rows.txt}; a row that is missing makes this fail.
 */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class OperationsTest {

    private static final String OK = "ok";

    /** Whatever gates an operation answers in shape A for all of them ({@code spec control 1.3}). */
    private static final Set<String> OF_GATES = Set.of("protocol_mismatch", "provisioning_required");

    /** Errors that need another set-up than this one, and who has it. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "operator_auth_failed", "GatedTranscriptTest",
            "session_busy", "TranscriptTest of the gateway, where jobs run",
            "storage_error", "CredentialFilesTest");

    private static final List<OperationSpec> SPEC =
            table("spec.txt", 8).map(OperationSpec::parse).toList();
    private static final List<OperationRow> ROWS = rows();

    @Inject
    Installation installation;

    @Test
    void theTableOfTheCodeIsThatOfThePage() {
        assertThat(SPEC).hasSize(40);
        for (OperationSpec spec : SPEC) {
            ControlOperation operation =
                    ControlOperation.ofType("control." + spec.name()).orElseThrow();
            assertThat(operation.scope()).as(spec.name()).isEqualTo(spec.scope());
            assertThat(operation.shape()).as(spec.name()).isEqualTo(spec.shape());
            assertThat(operation.pushesTopology()).as(spec.name()).isEqualTo(spec.pushes());
            assertThat(operation.access() != Access.ANY && operation.access() != Access.ANYONE)
                    .as(spec.name())
                    .isEqualTo(spec.adminOnly());
        }
    }

    @Test
    void everyOperationHasARowForItsSuccessAndForEachOfItsErrors() {
        Map<String, Set<String>> missing = new TreeMap<>();
        for (OperationSpec spec : SPEC) {
            Set<String> outcomes = new HashSet<>(spec.errors());
            spec.rowsOfItsKind().forEach(row -> outcomes.add(row.outcome()));
            outcomes.add(OK);
            outcomes.removeAll(ELSEWHERE.keySet());
            missing.put(spec.name(), outcomes);
        }
        Arrays.stream(ControlOperation.values())
                .map(operation -> operation.type().replace("control.", ""))
                .filter(name -> SPEC.stream().noneMatch(spec -> spec.name().equals(name)))
                .forEach(ours -> missing.put(ours, Set.of("any")));
        for (OperationRow row : ROWS) {
            missing.computeIfPresent(row.operation(), (name, outcomes) -> {
                Set<String> left = new HashSet<>(outcomes);
                left.removeAll(Set.of(row.outcome(), "any"));
                return left.isEmpty() ? null : left;
            });
        }
        assertThat(missing).as("outcomes without a row").isEmpty();
    }

    @Test
    void everyOperationAnswersAsItsRowsSay() throws Exception {
        Map<String, TestClient> callers = new HashMap<>();
        try {
            Map<String, String> values = setUp(callers);
            int asked = 0;
            for (OperationRow row : ROWS) {
                OperationRow filled = row.with(values);
                if (row.caller().equals("bare")) {
                    try (TestClient bare = TestClient.connect(installation.admin())) {
                        check(bare, filled, "bare");
                        bare.awaitClosed();
                    }
                } else {
                    check(requireNonNull(callers.get(row.caller())), filled, "row-" + ++asked);
                }
            }
        } finally {
            callers.values().forEach(TestClient::close);
            installation.forgetTargets();
        }
    }

    /** Makes what the rows name, and everybody who asks. */
    private Map<String, String> setUp(Map<String, TestClient> callers) throws Exception {
        installation.forgetTargets();
        callers.put("gated", TestClient.open(installation.user()));
        TestClient admin = installation.openAdmin();
        callers.put("admin", admin);
        Map<String, String> values = new HashMap<>();
        for (String name : List.of("", "other-", "third-")) {
            JsonNode project = admin.ok("project_create", "{\"name\":\"table\"}");
            values.put(name.isEmpty() ? "project" : name.substring(0, 5), text(project, "project_id"));
            values.put(name + "token", text(project, "project_token"));
        }
        values.put("system-token", text(admin.ok("project_up", "{\"project_id\":\"system\"}"), "project_token"));
        JsonNode node = installation.join(admin, "");
        values.put("node", text(node, "node_id"));
        values.put("secret", text(node, "node_secret"));
        JsonNode spare = installation.join(admin, "");
        values.put("spare", text(spare, "node_id"));
        values.put("spare-secret", text(spare, "node_secret"));
        for (String name : List.of("", "-too")) {
            JsonNode asked = admin.ok("node_join_request", "{}");
            values.put("asked" + name, text(asked, "request_id"));
            values.put("nonce" + name, text(asked, "request_nonce"));
        }
        values.put("expired-invite", invite(admin, "{\"expires_in_ms\":0}"));
        ClockAhead.advance(Duration.ofSeconds(2));
        values.put("invite", invite(admin, "{}"));
        values.put("own-invite", invite(admin, "{}"));
        callers.put("invite", TestClient.open(new Secret(values.get("own-invite"))));
        callers.put("node", TestClient.open(new Secret(text(node, "node_secret"))));
        callers.put("service", TestClient.open(installation.service()));
        callers.put("anonymous", TestClient.open(null));
        callers.put("agent", attached(installation.admin(), "ann", values));
        callers.put("user", attached(installation.user(), "bob", values));
        return values;
    }

    private static TestClient attached(Secret bearer, String agent, Map<String, String> values) throws Exception {
        TestClient client = TestClient.open(bearer);
        client.ok(
                "session_attach",
                "{\"session_key\":\"main\",\"agent_id\":\"" + agent + "\",\"project_id\":\"" + values.get("project")
                        + "\",\"project_token\":\"" + values.get("token") + "\"}");
        return client;
    }

    private static void check(TestClient client, OperationRow row, String id) throws Exception {
        client.send(row.frame(id));
        JsonNode answer = client.await(frame -> frame.path("channel").asText().equals("control")
                || frame.path("request").asText().equals(id)
                || frame.path("channel").asText().equals("internal"));
        String outcome = answer.has("error") ? answer.path("error").path("code").asText() : OK;
        assertThat(outcome)
                .as("%s: %s is answered %s", row.caller(), row.frame(id), answer)
                .isEqualTo(row.outcome());
        if (!row.withId()) {
            assertThat(answer.has("id")).isFalse();
        } else if (!answer.path("type").asText().equals("debug.event")) {
            assertThat(answer.path("id").asText()).isEqualTo(id);
        }
        if (answer.has("error")) {
            checkError(row, id, answer);
        } else {
            checkReply(row, answer);
        }
    }

    private static void checkError(OperationRow row, String id, JsonNode answer) {
        assertThat(answer.path("type").asText()).isEqualTo("control.error");
        assertThat(answer.path("ok").asBoolean(true)).isFalse();
        JsonNode error = answer.path("error");
        assertThat(error.path("message").asText()).as("%s", answer).isNotBlank();
        boolean shapeB = ControlOperation.ofType(row.type()).orElseThrow().shape() == Shape.B
                && !OF_GATES.contains(row.outcome());
        assertThat(error.has("correlation_id")).as("the shape of %s", answer).isEqualTo(shapeB);
        if (shapeB) {
            assertThat(error.path("correlation_id").textValue()).isEqualTo(row.withId() ? id : null);
        }
    }

    private static void checkReply(OperationRow row, JsonNode answer) {
        SPEC.stream().filter(spec -> spec.name().equals(row.operation())).forEach(spec -> {
            assertThat(answer.path("type").asText())
                    .isEqualTo(spec.reply().contains(".") ? spec.reply() : "control." + spec.reply());
            List<String> members = new ArrayList<>();
            answer.path("payload").fieldNames().forEachRemaining(members::add);
            assertThat(members)
                    .as("members of %s", answer)
                    .startsWith(spec.members().toArray(String[]::new));
        });
    }

    private static List<OperationRow> rows() {
        List<OperationRow> rows = new ArrayList<>();
        SPEC.forEach(spec -> rows.addAll(spec.rowsOfItsKind()));
        table("rows.txt", 4).map(OperationRow::parse).forEach(rows::add);
        return rows;
    }

    /** The columns of each line that is no comment. */
    private static Stream<String[]> table(String name, int columns) {
        try (InputStream file = OperationsTest.class.getResourceAsStream("/operations/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line.split("\\s*\\|\\s*", columns))
                            .toList()
                            .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String invite(TestClient admin, String payload) throws Exception {
        return text(admin.ok("node_invite_create", payload), "invite_token");
    }

    private static String text(JsonNode reply, String member) {
        return reply.path(member).asText();
    }
}
