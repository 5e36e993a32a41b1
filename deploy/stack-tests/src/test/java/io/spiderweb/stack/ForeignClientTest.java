package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a client that was written for the reference does with our gateway, in its own words. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClientTest {

    @TempDir
    static Path directory;

    private Stack stack;

    @BeforeAll
    void start() throws Exception {
        stack = Stack.in(Checkout.find(), directory.resolve("data"), Ports.free());
        stack.startControlPlane();
        stack.startGateway();
    }

    @AfterAll
    void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void itListsWhatThereIsAndCreatesAProject() throws Exception {
        try (RawClient client = admin()) {
            JsonNode created = client.ok("project_create", "{'name':'Foreign','vision':'one tree'}");
            assertThat(created.path("project_token").asText()).startsWith("proj-");
            assertThat(client.ok("project_list", "{}").path("projects").findValuesAsText("project_id"))
                    .contains("system", created.path("project_id").asText());
            assertThat(client.ok("node_list", "{}").path("nodes").isArray()).isTrue();
            assertThat(client.ok("session_list", "{}").path("active_session").asText())
                    .isEqualTo("main");
            assertThat(client.ok("agent_list", "{}").path("agents").findValuesAsText("id"))
                    .contains("mother");
            assertThat(client.refused("no_such_operation", "{}"))
                    .as("it would wait for ever without an answer")
                    .isEqualTo("invalid_envelope");
        }
    }

    @Test
    void itApprovesAMachineThatAskedToJoin() throws Exception {
        try (RawClient admin = admin();
                RawClient machine = RawClient.connect(stack.ports().gateway(), null)) {
            machine.negotiate();
            JsonNode asked = machine.ok(
                    "node_join_request",
                    "{'node_name':'edge-7','fs_url':'ws://10.0.0.7:18891/v2/fs','platform':{'os':'linux','arch':'x86_64','runtime_kind':'native'}}");
            String id = asked.path("request_id").asText();
            assertThat(admin.ok("node_join_pending_list", "{}").path("pending").findValuesAsText("request_id"))
                    .contains(id);

            JsonNode approved = admin.ok("node_join_approve", "{'request_id':'" + id + "'}");
            assertThat(admin.ok("node_list", "{}").path("nodes").findValuesAsText("node_name"))
                    .contains("edge-7");
            JsonNode collected = machine.ok(
                    "node_join_collect",
                    "{'request_id':'" + id + "','request_nonce':'"
                            + asked.path("request_nonce").asText() + "'}");
            assertThat(collected.path("node_id")).isEqualTo(approved.path("node_id"));

            admin.ok(
                    "node_delete",
                    "{'node_id':'" + collected.path("node_id").asText() + "','node_secret':'"
                            + collected.path("node_secret").asText() + "'}");
            assertThat(admin.refused(
                            "node_get",
                            "{'node_id':'" + collected.path("node_id").asText() + "'}"))
                    .isEqualTo("node_not_found");
        }
    }

    @Test
    void itWalksToItsAgentTalksToItAndComesBackForTheJob() throws Exception {
        String result;
        try (RawClient client = admin()) {
            client.ok("session_attach", "{'session_key':'desk','agent_id':'mother'}");
            open(client);
            client.acheron(3, "walk", "'fid':1,'newfid':2,'path':['agents','self']");
            assertThat(read(client, 4)).isEqualTo("chat\njobs");
            assertThat(client.acheron(5, "stat", "'fid':2").path("kind").asText())
                    .isEqualTo("dir");

            client.acheron(6, "walk", "'fid':1,'newfid':2,'path':['agents','self','chat','control','input']");
            client.acheron(7, "open", "'fid':2,'mode':'rw'");
            JsonNode written =
                    client.acheron(8, "write", "'fid':2,'offset':0,'data_b64':'aGVsbG8=','correlation_id':'k-1'");
            assertThat(written.path("n").asInt()).isEqualTo(5);
            assertThat(written.path("correlation_id").asText()).isEqualTo("k-1");
            result = written.path("result_path").asText();
            client.acheron(9, "clunk", "'fid':2");
            assertThat(client.ok("session_restore", "{}")
                            .path("session")
                            .path("session_key")
                            .asText())
                    .isEqualTo("desk");
        }
        try (RawClient client = admin()) {
            client.ok("session_attach", "{'session_key':'desk','agent_id':'mother'}");
            open(client);
            client.acheron(
                    3,
                    "walk",
                    "'fid':1,'newfid':2,'path':['" + result.substring(1).replace("/", "','") + "']");
            assertThat(read(client, 4)).isNotBlank();
        }
    }

    private RawClient admin() throws Exception {
        RawClient client =
                RawClient.connect(stack.ports().gateway(), stack.adminToken().reveal());
        assertThat(client.negotiate().path("role").asText()).isEqualTo("admin");
        return client;
    }

    private static void open(RawClient client) throws Exception {
        assertThat(client.acheron(1, "version", "'msize':1048576,'version':'acheron-1'")
                        .path("version")
                        .asText())
                .isEqualTo("acheron-1");
        assertThat(client.acheron(2, "attach", "'fid':1")
                        .path("qid")
                        .path("path")
                        .asInt())
                .isEqualTo(1);
    }

    private static String read(RawClient client, int tag) throws Exception {
        JsonNode data = client.acheron(tag, "read", "'fid':2,'offset':0,'count':1048576");
        return new String(Base64.getDecoder().decode(data.path("data_b64").asText()), StandardCharsets.UTF_8);
    }
}
