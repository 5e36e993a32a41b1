package io.spiderweb.gateway.endpoint;

import static io.spiderweb.gateway.testing.ScriptedProvider.saying;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree of a session over a real WebSocket, held against what was recorded from the reference ({@code spec gateway 4 to 6}). */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
@Timeout(60)
class AcheronTest extends GatewayTestBase {

    private int tags;
    private String recordedJob = "";
    private String ourJob = "";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acheron before t_version",
                "wrong acheron version",
                "walk, stat, open, read",
                "acheron errors",
                "chat job"
            })
    void answersAsRecorded(String scenario) throws Exception {
        TestClient client = scenario.equals("acheron errors") ? tree("alice") : connect("/", FakeControlPlane.ADMIN);
        for (JsonNode step : recorded(scenario)) {
            JsonNode frame = step.path("frame");
            if (step.path("dir").asText().equals(">")) {
                if (frame.path("data").asText().equals("say <marker>")) {
                    scriptProvider(frame);
                }
                if (!frame.has("http")) {
                    client.send(withOurJob(Json.write(frame)));
                }
            } else if (frame.has("closed")) {
                client.awaitClose();
            } else {
                ObjectNode actual = client.next();
                compare(step, actual);
                if (actual.path("payload").has("job")) {
                    recordedJob = frame.path("payload").path("job").asText();
                    ourJob = actual.path("payload").path("job").asText();
                }
            }
        }
    }

    /** The number of a job depends on what other tests have done. */
    private String withOurJob(String frame) {
        return recordedJob.isEmpty() ? frame : frame.replace("\"" + recordedJob + "\"", "\"" + ourJob + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"world: descriptors and files (agent alice, project Alpha)", "world of mother on system: /debug"
            })
    void theTreeIsTheRecordedOne(String scenario) throws Exception {
        TestClient client = scenario.contains("mother") ? tree("mother") : tree("alice");
        for (JsonNode step : recorded(scenario)) {
            JsonNode file = step.path("frame");
            String path = file.path("path").asText();
            walk(client, path);
            JsonNode stat = ok(client, "t_stat", "'fid':2");
            for (String member : List.of("kind", "mode", "writable")) {
                assertThat(stat.path(member)).as("%s of %s", member, path).isEqualTo(file.path(member));
            }
            String content = read(client);
            if (file.has("names")) {
                // jobs of other tests may be there
                assertThat(content.lines().filter(name -> !name.startsWith("job-")))
                        .as(path)
                        .containsExactlyInAnyOrderElementsOf(file.path("names")
                                .valueStream()
                                .map(JsonNode::asText)
                                .toList());
            } else if (file.path("content").isObject()) {
                assertThat(Json.parse(content)).as(path).isEqualTo(file.path("content"));
            } else if (!file.path("content").asText().equals("<text>")) {
                assertThat(content).as(path).isEqualTo(file.path("content").asText());
            }
        }
    }

    @Test
    void aMessageHoldsUpNothingAndItsJobCanBeFollowedMeanwhile() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        provider.next((request, events) -> {
            events.accept(new TextDelta("…"));
            go.await();
            saying("lit").play(request, events);
        });
        TestClient client = tree("patient");
        walk(client, "/agents/self/chat/control/input");
        client.send(frame("t_write", "'fid':2,'data':'light the lamps'"));
        walk(client, "/agents/self/jobs");
        String job = read(client)
                .lines()
                .filter(name -> name.startsWith("job-"))
                .findFirst()
                .orElseThrow();
        walk(client, "/agents/self/jobs/" + job + "/status.json");
        assertThat(Json.parse(read(client)).path("state").asText()).isIn("queued", "running");

        go.countDown();
        ObjectNode written = client.next();
        assertThat(written.path("type").asText()).isEqualTo("acheron.r_write");
        assertThat(written.path("payload").path("job").asText()).isEqualTo(job);
        assertThat(Json.parse(read(client)).path("state").asText()).isEqualTo("done");
    }

    @Test
    void aJobIsThereForTheNextConnectionOfTheSameCallerOnly() throws Exception {
        provider.next(saying("kept"));
        TestClient client = tree("keeper");
        walk(client, "/agents/self/chat/control/input");
        String job =
                ok(client, "t_write", "'fid':2,'data':'keep this'").path("job").asText();
        client.close();

        TestClient again = tree("keeper");
        walk(again, "/agents/self/jobs/" + job + "/result.txt");
        assertThat(read(again)).isEqualTo("kept");

        TestClient user = connect("/", FakeControlPlane.USER).negotiate();
        attachTree(user, "keeper");
        assertThat(refused(user, "t_walk", "'fid':1,'newfid':2,'path':['agents','self','jobs','" + job + "']"))
                .isEqualTo("enoent");
    }

    @Test
    void fidsBelongToTheirSessionAndEndWithItsBinding() throws Exception {
        TestClient client = tree("alice");
        client.ask(attach("s2", "bob", "Beta-id"));
        ok(client, "t_attach", "'fid':1,'session_key':'s2'");
        ok(client, "t_walk", "'fid':1,'newfid':2,'path':['meta'],'session_key':'s1'");
        assertThat(ok(client, "t_stat", "'fid':2,'session_key':'s1'")
                        .path("name")
                        .asText())
                .isEqualTo("meta");
        assertThat(refused(client, "t_stat", "'fid':2,'session_key':'s2'")).isEqualTo("enoent");

        client.ask(attach("s1", "alice", "Beta-id"));
        assertThat(refused(client, "t_stat", "'fid':2,'session_key':'s1'"))
                .as("the tree of another project")
                .isEqualTo("enoent");
    }

    @Test
    void whatAConnectionHoldsIsBounded() throws Exception {
        TestClient client = tree("alice");
        for (int fid = 2; fid <= 1_024; fid++) {
            client.send(frame("t_attach", "'fid':" + fid));
        }
        for (int fid = 2; fid <= 1_024; fid++) {
            assertThat(client.next().path("ok").asBoolean()).isTrue();
        }
        assertThat(refused(client, "t_attach", "'fid':5000")).isEqualTo("invalid");
        ok(client, "t_clunk", "'fid':2");
        ok(client, "t_attach", "'fid':5000");
        String many = String.join(",", Collections.nCopies(65, "'.'"));
        assertThat(refused(client, "t_walk", "'fid':1,'newfid':3,'path':[" + many + "]"))
                .isEqualTo("invalid");
    }

    @Test
    void aUserCannotWalkTheTreeOfTheSystemAgent() throws Exception {
        controlPlane.gated = true;
        TestClient user = connect("/", FakeControlPlane.USER).negotiate();
        assertThat(refused(user, "t_version", "'version':'acheron-1'")).isEqualTo("provisioning_required");
        attachTree(user, "ua");
        assertThat(refused(user, "t_attach", "'fid':1,'session_key':'main'")).isEqualTo("forbidden");
    }

    // ---- how it is said

    private TestClient tree(String agent) throws Exception {
        return attachTree(admin(), agent);
    }

    private TestClient attachTree(TestClient client, String agent) throws Exception {
        client.ask(attach("s1", agent, agent.equals("mother") ? "system" : "Alpha-id"));
        ok(client, "t_version", "'version':'acheron-1'");
        ok(client, "t_attach", "'fid':1");
        return client;
    }

    private void walk(TestClient client, String path) throws Exception {
        String steps = Arrays.stream(path.split("/"))
                .filter(step -> !step.isEmpty())
                .map(step -> "'" + step + "'")
                .reduce((a, b) -> a + "," + b)
                .orElse("");
        ok(client, "t_walk", "'fid':1,'newfid':2,'path':[" + steps + "]");
    }

    private String read(TestClient client) throws Exception {
        JsonNode data = ok(client, "t_read", "'fid':2,'offset':0,'count':1048576");
        assertThat(data.path("eof").asBoolean()).isTrue();
        return decoded(data);
    }

    private JsonNode ok(TestClient client, String operation, String members) throws Exception {
        ObjectNode answer = client.ask(frame(operation, members));
        assertThat(answer.path("ok").asBoolean())
                .as("%s %s: %s", operation, members, answer)
                .isTrue();
        assertThat(answer.path("tag").asInt()).isEqualTo(tags);
        return answer.path("payload");
    }

    private String refused(TestClient client, String operation, String members) throws Exception {
        ObjectNode answer = client.ask(frame(operation, members));
        assertThat(answer.path("type").asText()).as("%s", answer).isEqualTo("acheron.error");
        return answer.path("error").path("code").asText();
    }

    private String frame(String operation, String members) {
        return ("{'channel':'acheron','type':'acheron." + operation + "','tag':" + ++tags + "," + members + "}")
                .replace('\'', '"');
    }

    private static String decoded(JsonNode data) {
        return new String(Base64.getDecoder().decode(data.path("data_b64").asText()), StandardCharsets.UTF_8);
    }

    // ---- what was recorded

    private void scriptProvider(JsonNode message) {
        if (message.path("correlation_id").asText().equals("k-1")) {
            provider.next(saying("The harbour was quiet and the lamps were lit."));
        } else {
            provider.next(
                    (request, events) -> events.accept(new Failed(ProviderFailure.AUTH_FAILED, "recorded", null)));
        }
    }

    private static void compare(JsonNode step, ObjectNode actual) throws Exception {
        JsonNode recorded = step.path("frame");
        assertThat(actual.path("type")).as("%s: %s", step, actual).isEqualTo(recorded.path("type"));
        assertThat(actual.path("tag")).as("%s: %s", step, actual).isEqualTo(recorded.path("tag"));
        assertThat(actual.path("error").path("code"))
                .as("%s: %s", step, actual)
                .isEqualTo(recorded.path("error").path("code"));
        if (recorded.path("channel").asText().equals("acheron")) {
            compare(step, recorded.path("payload"), actual.path("payload"));
        }
    }

    /** Numbers of files and jobs are the server's own; msize is what is really accepted; sizes follow from free texts. */
    private static void compare(JsonNode step, JsonNode recorded, JsonNode actual) throws Exception {
        recorded.properties().forEach(member -> {
            String name = member.getKey();
            boolean free = List.of("job", "result_path", "id", "msize", "data_b64", "n", "size")
                    .contains(name);
            boolean defect = step.path("note").asText().startsWith("defect: job files are writable")
                    && List.of("mode", "writable").contains(name);
            if (name.equals("qid")) {
                assertThat(actual.path(name).path("type"))
                        .as("%s", step)
                        .isEqualTo(member.getValue().path("type"));
            } else if (!free && !defect) {
                assertThat(actual.path(name))
                        .as("%s of %s: %s", name, step, actual)
                        .isEqualTo(member.getValue());
            } else {
                assertThat(actual.has(name))
                        .as("%s of %s: %s", name, step, actual)
                        .isTrue();
            }
        });
        if (step.has("decoded")) {
            compareContent(step, step.path("decoded").asText(), decoded(actual));
        }
    }

    private static void compareContent(JsonNode step, String recorded, String actual) throws Exception {
        if (step.path("note").asText().contains("sort names")) {
            assertThat(actual.lines())
                    .containsExactlyElementsOf(recorded.lines().sorted().toList());
        } else if (recorded.contains("<ms>")) {
            JsonNode members = Json.parse(recorded.replace("<ms>", "1").strip());
            JsonNode found = Json.parse(actual.strip());
            members.properties().forEach(member -> {
                boolean free = List.of("updated_at_ms", "timestamp", "request").contains(member.getKey());
                assertThat(
                                free
                                        ? found.has(member.getKey())
                                        : found.path(member.getKey()).equals(member.getValue()))
                        .as("%s of %s: %s", member.getKey(), step, actual)
                        .isTrue();
            });
        } else {
            assertThat(actual).as("%s", step).isEqualTo(recorded);
        }
    }

    private static List<JsonNode> recorded(String scenario) throws Exception {
        try (InputStream file = AcheronTest.class.getResourceAsStream("/transcripts/runtime.jsonl")) {
            List<JsonNode> steps = new ArrayList<>();
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode step = Json.parse(line.replaceAll("<(\\w+-(?:id|token))>", "$1"));
                if (step.path("scenario").asText().equals(scenario)) {
                    steps.add(step);
                }
            }
            assertThat(steps).as("scenario %s", scenario).isNotEmpty();
            return steps;
        }
    }
}
