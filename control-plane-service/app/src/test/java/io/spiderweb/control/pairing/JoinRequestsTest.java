package io.spiderweb.control.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.ClockAhead;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import io.spiderweb.wire.Secret;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that has no credential at all asks to become a node ({@code spec control 3.6, 11} row 8). */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class JoinRequestsTest {

    private static final String ASKED = "{'node_name':'edge','fs_url':'ws://10.0.0.9:18891/v2/fs','platform':"
            + "{'os':'linux','arch':'x86_64','runtime_kind':'native'},'features':['fs-token-1']}";

    @Inject
    Installation installation;

    @BeforeEach
    void forgetTargets() {
        installation.forgetTargets();
    }

    @Test
    void whoAskedCollectsItsCredentialsOnceAfterApproval() throws Exception {
        try (TestClient machine = TestClient.open(null);
                TestClient admin = installation.openAdmin()) {
            JsonNode request = ask(machine);
            assertThat(machine.refused("node_join_collect", proof(request))).isEqualTo("join_pending");
            assertThat(pending(admin, request)).isTrue();
            assertThat(admin.ok("node_join_pending_list", "{}").toString())
                    .as("the nonce is the requester's alone")
                    .doesNotContain(request.path("request_nonce").asText());

            JsonNode approved = admin.ok("node_join_approve", id(request));
            JsonNode collected = machine.ok("node_join_collect", proof(request));
            assertThat(collected.path("node_id")).isEqualTo(approved.path("node_id"));
            assertThat(collected.path("node_secret")).isEqualTo(approved.path("node_secret"));
            assertThat(collected.path("node_name").asText()).isEqualTo("edge");
            assertThat(collected.path("platform").path("arch").asText()).isEqualTo("x86_64");
            assertThat(pending(admin, request)).isFalse();
            assertThat(machine.refused("node_join_collect", proof(request))).isEqualTo("pending_join_not_found");

            try (TestClient node =
                    TestClient.open(new Secret(collected.path("node_secret").asText()))) {
                node.ok(
                        "node_lease_refresh",
                        "{\"node_id\":\"" + collected.path("node_id").asText() + "\",\"node_secret\":\""
                                + collected.path("node_secret").asText() + "\"}");
            }
        }
    }

    @Test
    void nobodyElseCollectsThem() throws Exception {
        try (TestClient machine = TestClient.open(null);
                TestClient admin = installation.openAdmin()) {
            JsonNode request = ask(machine);
            admin.ok("node_join_approve", id(request));
            String guessed = "{\"request_id\":\"" + request.path("request_id").asText()
                    + "\",\"request_nonce\":\"join-00000000000000000000000000000000\"}";
            assertThat(machine.refused("node_join_collect", guessed)).isEqualTo("pending_join_not_found");
            assertThat(admin.refused("node_join_collect", guessed)).isEqualTo("pending_join_not_found");
            machine.ok("node_join_collect", proof(request));
        }
    }

    @Test
    void whoWasDeniedIsToldSo() throws Exception {
        try (TestClient machine = TestClient.open(null);
                TestClient admin = installation.openAdmin()) {
            JsonNode request = ask(machine);
            assertThat(admin.ok("node_join_deny", id(request)).path("denied").asBoolean())
                    .isTrue();
            assertThat(machine.refused("node_join_collect", proof(request))).isEqualTo("join_denied");
            assertThat(admin.refused("node_join_approve", id(request))).isEqualTo("pending_join_not_found");
        }
    }

    @Test
    void aRequestThatNobodyDecidesIsForgottenAfterAnHour() throws Exception {
        try (TestClient machine = TestClient.open(null);
                TestClient admin = installation.openAdmin()) {
            JsonNode request = ask(machine);
            ClockAhead.advance(Duration.ofMinutes(59));
            assertThat(pending(admin, request)).isTrue();
            ClockAhead.advance(Duration.ofMinutes(1));
            assertThat(pending(admin, request)).isFalse();
            assertThat(admin.refused("node_join_approve", id(request))).isEqualTo("pending_join_not_found");
            assertThat(machine.refused("node_join_collect", proof(request))).isEqualTo("pending_join_not_found");
        }
    }

    @Test
    void aNodeThatIsDeletedLeavesNoMountBehindAndItsSecretOpensNothing() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            String nodeId = node.path("node_id").asText();
            String project = admin.ok(
                            "project_up",
                            "{\"name\":\"of a node that goes\",\"desired_mounts\":[{\"mount_path\":\"/w\",\"node_id\":\""
                                    + nodeId + "\",\"export_name\":\"w\"}]}")
                    .path("project_id")
                    .asText();
            Secret secret = new Secret(node.path("node_secret").asText());

            admin.ok("node_delete", "{\"node_id\":\"" + nodeId + "\",\"node_secret\":\"" + secret.reveal() + "\"}");

            assertThat(admin.ok("project_get", "{\"project_id\":\"" + project + "\"}")
                            .path("mounts"))
                    .isEmpty();
            assertThat(admin.ok("node_list", "{}").findValuesAsText("node_id")).doesNotContain(nodeId);
            assertThat(TestClient.refusal(secret, "/")).isEqualTo(401);
        }
    }

    private static JsonNode ask(TestClient machine) throws Exception {
        return machine.ok("node_join_request", ASKED.replace('\'', '"'));
    }

    private static String id(JsonNode request) {
        return "{\"request_id\":\"" + request.path("request_id").asText() + "\"}";
    }

    private static String proof(JsonNode request) {
        return "{\"request_id\":\"" + request.path("request_id").asText() + "\",\"request_nonce\":\""
                + request.path("request_nonce").asText() + "\"}";
    }

    private static boolean pending(TestClient admin, JsonNode request) throws Exception {
        return admin.ok("node_join_pending_list", "{}")
                .findValuesAsText("request_id")
                .contains(request.path("request_id").asText());
    }
}
