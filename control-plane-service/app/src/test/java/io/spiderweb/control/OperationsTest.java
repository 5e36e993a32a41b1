package io.spiderweb.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Access;
import io.spiderweb.wire.control.ControlOperation.Scope;
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
import java.util.Locale;
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
    private static final String ABSENT = "-";

    /** Whatever gates an operation answers in shape A for all of them ({@code spec control 1.3}). */
    private static final Set<String> OF_GATES = Set.of("protocol_mismatch", "provisioning_required");

    /** Errors that need another set-up than this one, and who has it. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "operator_auth_failed", "MutationGateTest",
            "session_busy", "RebindGuardTest of the gateway, where jobs run",
            "storage_error", "a disk that is full");

    /**
     * An operation as the page has it.
     *
     * @param reply the type of its reply, without {@code control.}
     * @param members of the reply's payload, in this order; more may follow
     */
    private record Spec(
            String name,
            boolean adminOnly,
            Scope scope,
            boolean pushes,
            Shape shape,
            String reply,
            List<String> members,
            List<String> errors) {

        static Spec parse(String[] columns) {
            return new Spec(
                    columns[0],
                    columns[1].equals("A"),
                    columns[2].equals("-") ? Scope.NONE : Scope.valueOf(columns[2].toUpperCase(Locale.ROOT)),
                    columns[3].equals("yes"),
                    Shape.valueOf(columns[4]),
                    columns[5],
                    words(columns[6]),
                    words(columns[7]));
        }

        private static List<String> words(String column) {
            return column.isEmpty() ? List.of() : List.of(column.split(" "));
        }

        /** What follows for every operation of its kind from the order of the checks ({@code spec control 3.3}). */
        List<Row> rowsOfItsKind() {
            List<Row> rows = new ArrayList<>();
            if (adminOnly) {
                rows.add(new Row("user", name, "7", false, "forbidden"));
            }
            if (scope != Scope.NONE) {
                rows.add(new Row("admin", name, "7", false, "correlation_required"));
                rows.add(new Row("admin", name, ABSENT, true, "missing_field"));
                rows.add(new Row("admin", name, "7", true, "invalid_payload"));
            }
            return rows;
        }
    }

    /**
     * @param withId whether the request has an id, and so its audit record a correlation
     * @param outcome {@code ok}, or the code of the error
     */
    private record Row(String caller, String operation, String payload, boolean withId, String outcome) {

        static Row parse(String[] columns) {
            return new Row(columns[0], columns[1], columns[2].replace('\'', '"'), true, columns[3]);
        }

        String type() {
            return operation.contains(".") ? operation : "control." + operation;
        }

        String frame(String id) {
            return "{\"channel\":\"" + type().substring(0, type().indexOf('.')) + "\",\"type\":\"" + type() + "\""
                    + (withId ? ",\"id\":\"" + id + "\"" : "")
                    + (payload.equals(ABSENT) ? "" : ",\"payload\":" + payload) + "}";
        }

        Row with(Map<String, String> values) {
            String filled = payload;
            for (Map.Entry<String, String> value : values.entrySet()) {
                filled = filled.replace("<" + value.getKey() + ">", value.getValue());
            }
            return new Row(caller, operation, filled, withId, outcome);
        }
    }

    private static final List<Spec> SPEC = table("spec.txt", 8).map(Spec::parse).toList();
    private static final List<Row> ROWS = rows();

    @Inject
    Installation installation;

    @Test
    void theTableOfTheCodeIsThatOfThePage() {
        assertThat(SPEC).hasSize(40);
        for (Spec spec : SPEC) {
            ControlOperation operation =
                    ControlOperation.ofType("control." + spec.name).orElseThrow();
            assertThat(operation.scope()).as(spec.name).isEqualTo(spec.scope);
            assertThat(operation.shape()).as(spec.name).isEqualTo(spec.shape);
            assertThat(operation.pushesTopology()).as(spec.name).isEqualTo(spec.pushes);
            assertThat(operation.access() != Access.ANY && operation.access() != Access.ANYONE)
                    .as(spec.name)
                    .isEqualTo(spec.adminOnly);
        }
    }

    @Test
    void everyOperationHasARowForItsSuccessAndForEachOfItsErrors() {
        Map<String, Set<String>> missing = new TreeMap<>();
        for (Spec spec : SPEC) {
            Set<String> outcomes = new HashSet<>(spec.errors);
            spec.rowsOfItsKind().forEach(row -> outcomes.add(row.outcome));
            outcomes.add(OK);
            outcomes.removeAll(ELSEWHERE.keySet());
            missing.put(spec.name, outcomes);
        }
        Arrays.stream(ControlOperation.values())
                .map(operation -> operation.type().replace("control.", ""))
                .filter(name -> SPEC.stream().noneMatch(spec -> spec.name.equals(name)))
                .forEach(ours -> missing.put(ours, Set.of("any")));
        for (Row row : ROWS) {
            missing.computeIfPresent(row.operation, (name, outcomes) -> {
                Set<String> left = new HashSet<>(outcomes);
                left.removeAll(Set.of(row.outcome, "any"));
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
            for (Row row : ROWS) {
                Row filled = row.with(values);
                if (row.caller.equals("bare")) {
                    try (TestClient bare = TestClient.connect(installation.admin())) {
                        check(bare, filled, "bare");
                        bare.awaitClosed();
                    }
                } else {
                    check(requireNonNull(callers.get(row.caller)), filled, "row-" + ++asked);
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

    private static void check(TestClient client, Row row, String id) throws Exception {
        client.send(row.frame(id));
        JsonNode answer = client.await(frame -> frame.path("channel").asText().equals("control")
                || frame.path("request").asText().equals(id)
                || frame.path("channel").asText().equals("internal"));
        String outcome = answer.has("error") ? answer.path("error").path("code").asText() : OK;
        assertThat(outcome)
                .as("%s: %s is answered %s", row.caller, row.frame(id), answer)
                .isEqualTo(row.outcome);
        if (!row.withId) {
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

    private static void checkError(Row row, String id, JsonNode answer) {
        assertThat(answer.path("type").asText()).isEqualTo("control.error");
        assertThat(answer.path("ok").asBoolean(true)).isFalse();
        JsonNode error = answer.path("error");
        assertThat(error.path("message").asText()).as("%s", answer).isNotBlank();
        boolean shapeB =
                ControlOperation.ofType(row.type()).orElseThrow().shape() == Shape.B && !OF_GATES.contains(row.outcome);
        assertThat(error.has("correlation_id")).as("the shape of %s", answer).isEqualTo(shapeB);
        if (shapeB) {
            assertThat(error.path("correlation_id").textValue()).isEqualTo(row.withId ? id : null);
        }
    }

    private static void checkReply(Row row, JsonNode answer) {
        SPEC.stream().filter(spec -> spec.name.equals(row.operation)).forEach(spec -> {
            assertThat(answer.path("type").asText())
                    .isEqualTo(spec.reply.contains(".") ? spec.reply : "control." + spec.reply);
            List<String> members = new ArrayList<>();
            answer.path("payload").fieldNames().forEachRemaining(members::add);
            assertThat(members).as("members of %s", answer).startsWith(spec.members.toArray(String[]::new));
        });
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        SPEC.forEach(spec -> rows.addAll(spec.rowsOfItsKind()));
        table("rows.txt", 4).map(Row::parse).forEach(rows::add);
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
