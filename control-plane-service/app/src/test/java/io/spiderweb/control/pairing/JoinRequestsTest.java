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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
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
    void whoAskedCollectsItsCredentialsAfterApproval() throws Exception {
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
            refresh(collected);
        }
    }

    @Test
    void anAnswerThatWasLostIsToldAgainUntilTheNodeWasHeardFrom() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient machine = from("10.1.1.1")) {
            JsonNode request = ask(machine);
            admin.ok("node_join_approve", id(request));
            JsonNode lost = machine.ok("node_join_collect", proof(request));
            JsonNode again = machine.ok("node_join_collect", proof(request));
            assertThat(again.path("node_id")).isEqualTo(lost.path("node_id"));
            assertThat(again.path("node_secret")).isEqualTo(lost.path("node_secret"));

            refresh(again);
            assertThat(machine.refused("node_join_collect", proof(request))).isEqualTo("pending_join_not_found");
        }
    }

    @Test
    void credentialsThatWereToldAreNotToldAgainAfterTenMinutes() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient machine = from("10.1.1.2")) {
            JsonNode request = ask(machine);
            admin.ok("node_join_approve", id(request));
            machine.ok("node_join_collect", proof(request));
            ClockAhead.advance(Duration.ofMinutes(10));
            assertThat(machine.refused("node_join_collect", proof(request))).isEqualTo("pending_join_not_found");
        }
    }

    @Test
    @DisplayName("control 11 row 17: who asks without end is stopped, and others can still ask")
    void requestsFromOneAddressAreBounded() throws Exception {
        try (TestClient flood = TestClient.openFrom("10.1.1.3", installation.admin(), installation.service());
                TestClient other = from("10.1.1.4")) {
            for (int i = 0; i < 100; i++) {
                ask(flood);
            }
            JsonNode refused = flood.ask("node_join_request", ASKED.replace('\'', '"'));
            assertThat(refused.path("error").path("code").asText()).isEqualTo("control_plane_error");
            assertThat(refused.path("error").path("message").asText()).contains("10.1.1.3", "wait");
            ask(other);

            ClockAhead.advance(Duration.ofHours(1));
            ask(flood);
        }
    }

    @Test
    @Tag("faults")
    void tenThousandRequestsFiledByOneClientAreHeldOff() throws Exception {
        try (TestClient flood = TestClient.openFrom("10.1.2.1", installation.admin(), installation.service())) {
            int filed = 0;
            for (int i = 0; i < 10_000; i++) {
                if (flood.ask("node_join_request", "{}").path("ok").asBoolean()) {
                    filed++;
                }
            }
            assertThat(filed).isEqualTo(100);
        }
        for (int address = 2; address <= 10; address++) {
            try (TestClient more =
                    TestClient.openFrom("10.1.2." + address, installation.admin(), installation.service())) {
                for (int i = 0; i < 100; i++) {
                    more.ask("node_join_request", "{}");
                }
            }
        }
        try (TestClient admin = installation.openAdmin();
                TestClient late = from("10.1.2.11")) {
            assertThat(admin.ok("node_join_pending_list", "{}").path("pending").size())
                    .isLessThanOrEqualTo(1_000);
            assertThat(late.refused("node_join_request", "{}")).isEqualTo("control_plane_error");
            ClockAhead.advance(Duration.ofHours(1));
            late.ok("node_join_request", "{}");
        }
    }

    @Test
    void onlyAServiceIsBelievedWhereAClientComesFrom() throws Exception {
        try (TestClient liar = TestClient.openFrom("10.1.3.1", null, new Secret("sw-service_guessed"));
                TestClient introduced = from("10.1.3.2")) {
            for (int i = 0; i < 10; i++) {
                ask(introduced);
            }
            assertThat(introduced.refused("node_join_request", "{}")).isEqualTo("control_plane_error");
            ask(liar);
            try (TestClient another = from("10.1.3.1")) {
                for (int i = 0; i < 10; i++) {
                    ask(another);
                }
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

    private TestClient from(String address) throws Exception {
        return TestClient.openFrom(address, null, installation.service());
    }

    /** As a node that has got its credentials does. */
    private static void refresh(JsonNode joined) throws Exception {
        try (TestClient node =
                TestClient.open(new Secret(joined.path("node_secret").asText()))) {
            node.ok(
                    "node_lease_refresh",
                    "{\"node_id\":\"" + joined.path("node_id").asText() + "\",\"node_secret\":\""
                            + joined.path("node_secret").asText() + "\"}");
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
