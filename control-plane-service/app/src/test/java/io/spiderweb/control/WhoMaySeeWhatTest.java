package io.spiderweb.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.fs.FsToken;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class WhoMaySeeWhatTest {

    @Inject
    Installation installation;

    @BeforeEach
    void forgetTargets() {
        installation.forgetTargets();
    }

    @Test
    void aWrongTokenIsRefusedBeforeThereIsAWebSocket() {
        assertThat(TestClient.refusal(new Secret("sw-admin_wrong"), "/")).isEqualTo(401);
        assertThat(TestClient.refusal(new Secret("sw-admin_wrong"), "/?x=1")).isEqualTo(401);
    }

    @Test
    @DisplayName("control 11 row 23: a token is only taken as a bearer")
    void aTokenWithoutItsSchemeIsRefused() throws Exception {
        String token = installation.admin().reveal();
        assertThat(TestClient.refusalOf(token)).isEqualTo(401);
        assertThat(TestClient.refusalOf("Basic " + token)).isEqualTo(401);
        assertThat(TestClient.refusalOf("Bearer")).isEqualTo(401);
    }

    @Test
    void withoutATokenNothingIsDoneButNegotiationAndAskingToJoin() throws Exception {
        try (TestClient anonymous = TestClient.open(null)) {
            assertThat(anonymous.ok("connect", "{}").path("role").asText()).isEqualTo("anonymous");
            assertThat(anonymous.refused("node_join_collect", "{}")).isEqualTo("missing_field");
            for (ControlOperation operation : ControlOperation.values()) {
                if (operation.access() != ControlOperation.Access.ANYONE) {
                    assertThat(anonymous.refused(operation.type(), "{}"))
                            .as(operation.type())
                            .isEqualTo("forbidden");
                }
            }
        }
    }

    @Test
    void anInviteJoinsOnceAndDoesNothingElse() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String invite = invite(admin);
            String other = invite(admin);
            try (TestClient machine = TestClient.open(new Secret(invite))) {
                assertThat(machine.ok("connect", "{}").path("role").asText()).isEqualTo("node");
                assertThat(machine.refused("project_list", "{}")).isEqualTo("forbidden");
                assertThat(machine.refused("ping", "{}")).isEqualTo("forbidden");
                assertThat(machine.refused("node_join", join(other))).isEqualTo("forbidden");
                assertThat(machine.ok("node_join", join(invite)).path("node_id").asText())
                        .startsWith("node-");
                assertThat(machine.refused("node_join", join(invite))).isEqualTo("invite_redeemed");
            }
            assertThat(admin.ok("node_join", join(other)).path("node_id").asText())
                    .as("the attempt to use another invite did not use it up")
                    .startsWith("node-");
        }
    }

    @Test
    void aNodesSecretRefreshesThatNodeAndDoesNothingElse() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode own = installation.join(admin, "");
            JsonNode other = installation.join(admin, "");
            try (TestClient node =
                    TestClient.open(new Secret(own.path("node_secret").asText()))) {
                assertThat(node.ok("connect", "{}").path("role").asText()).isEqualTo("node");
                JsonNode refreshed = node.ok("node_lease_refresh", refresh(own));
                assertThat(refreshed.path("node_secret")).isEqualTo(own.path("node_secret"));
                assertThat(refreshed.path("lease_token")).isNotEqualTo(own.path("lease_token"));
                assertThat(node.refused("node_lease_refresh", refresh(other))).isEqualTo("forbidden");
                assertThat(node.refused("node_list", "{}")).isEqualTo("forbidden");
                assertThat(node.refused("workspace_status", "{}")).isEqualTo("forbidden");
            }
        }
    }

    @Test
    void aUserNeverSeesWhatNodesWantToBeShown() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient user = TestClient.open(installation.user())) {
            JsonNode up = projectOn(admin, installation.join(admin, ""), "seen-by-user");
            assertThat(token(up.path("workspace"))).startsWith("secret-");
            String project = up.path("project_id").asText();
            user.ok(
                    "session_attach",
                    attach("bob", project, up.path("project_token").asText()));
            JsonNode status = user.ok("workspace_status", "{}");
            assertThat(status.path("project_id").asText()).isEqualTo(project);
            assertThat(status.toString()).doesNotContain("secret-").doesNotContain("swfs_");
            user.ok("debug_subscribe", "{}");
            admin.ok("debug_subscribe", "{}");
            admin.ok("project_activate", "{\"project_id\":\"" + project + "\"}");
            assertThat(token(delta(admin))).as("an admin's push").startsWith("secret-");
            assertThat(delta(user).toString()).doesNotContain("secret-");
        }
    }

    @Test
    void everyChangeIsNumberedAndTellsWhetherItsResultFollows() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient stranger = TestClient.open(installation.user())) {
            JsonNode node = installation.join(admin, "");
            String mine = projectOn(admin, node, "mine").path("project_id").asText();
            JsonNode theirs = projectOn(admin, node, "theirs");
            stranger.ok(
                    "session_attach",
                    attach(
                            "ann",
                            theirs.path("project_id").asText(),
                            theirs.path("project_token").asText()));
            admin.ok("debug_subscribe", "{}");
            stranger.ok("debug_subscribe", "{}");
            admin.ok("project_activate", "{\"project_id\":\"" + mine + "\"}");

            JsonNode changed = change(admin);
            assertThat(changed.path("project_id").asText()).isEqualTo(mine);
            assertThat(changed.path("delta").asBoolean()).isTrue();
            JsonNode seen = change(stranger);
            assertThat(seen.path("delta").asBoolean(true)).isFalse();
            assertThat(seen.path("seq")).isEqualTo(changed.path("seq"));
        }
    }

    @Test
    void aUserCannotActAsThePrimaryAgent() throws Exception {
        try (TestClient user = TestClient.open(installation.user())) {
            assertThat(user.refused("session_attach", attach("mother", "system", "x")))
                    .isEqualTo("forbidden");
            assertThat(user.refused("ping", "{}")).isEqualTo("provisioning_required");
        }
    }

    @Test
    void aUserWhoseProjectIsGoneIsToldSoOnce() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode project = admin.ok("project_create", "{\"name\":\"gone\"}");
            String id = project.path("project_id").asText();
            String token = project.path("project_token").asText();
            try (TestClient user = TestClient.open(installation.user())) {
                user.ok("session_attach", attach("bob", id, token));
                admin.ok("project_delete", "{\"project_id\":\"" + id + "\",\"project_token\":\"" + token + "\"}");
                assertThat(user.ok("workspace_status", "{}").path("project_id").isNull())
                        .isTrue();
            }
            try (TestClient user = TestClient.open(installation.user())) {
                assertThat(user.refused("connect", "{}")).isEqualTo("last_target_invalid");
                assertThat(user.refused("ping", "{}")).isEqualTo("last_target_invalid");
            }
            try (TestClient user = TestClient.open(installation.user())) {
                assertThat(user.refused("connect", "{}")).isEqualTo("provisioning_required");
            }
        }
    }

    @Test
    void aTokenThatWasReplacedOpensNothingAnyMore() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode project = admin.ok("project_create", "{\"name\":\"replaced tokens\"}");
            JsonNode rotated = admin.ok("project_token_rotate", withToken(project));
            assertThat(admin.refused("project_update", withToken(project))).isEqualTo("project_auth_failed");
            admin.ok("project_update", withToken(rotated));
        }
    }

    @Test
    @DisplayName("control 11 row 20: a token that was revoked is replaced by none, until it is rotated")
    void afterARevocationTheProjectCanOnlyBeGivenANewToken() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode project = admin.ok("project_create", "{\"name\":\"revoked tokens\"}");
            JsonNode revoked = admin.ok("project_token_revoke", withToken(project));
            assertThat(revoked.path("revoked").asBoolean()).isTrue();

            for (JsonNode shown : List.of(project, revoked)) {
                assertThat(admin.refused("project_update", withToken(shown))).isEqualTo("project_auth_failed");
                assertThat(admin.refused("project_activate", withToken(shown))).isEqualTo("project_auth_failed");
                assertThat(admin.refused("project_up", withToken(shown))).isEqualTo("project_auth_failed");
                assertThat(admin.refused("project_delete", withToken(shown))).isEqualTo("project_auth_failed");
                assertThat(admin.refused("workspace_status", withToken(shown))).isEqualTo("project_auth_failed");
            }
            assertThat(admin.refused("project_token_rotate", withToken(project)))
                    .isEqualTo("project_auth_failed");
            admin.ok("project_update", withToken(admin.ok("project_token_rotate", withToken(revoked))));
        }
    }

    @Test
    void aNodeThatUnderstandsTokensIsShownOneInsteadOfItsSecret() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, ",'features':['fs-token-1']");
            JsonNode up = projectOn(admin, node, "tokens");
            Secret secret = new Secret(node.path("node_secret").asText());
            assertThat(FsToken.verify(new Secret(token(up.path("workspace"))), secret, Instant.now()))
                    .hasValueSatisfying(grant -> {
                        assertThat(grant.nodeId())
                                .isEqualTo(node.path("node_id").asText());
                        assertThat(grant.exportName()).isEqualTo("work");
                        assertThat(grant.projectId())
                                .isEqualTo(up.path("project_id").asText());
                        assertThat(grant.readOnly()).isFalse();
                    });
        }
    }

    @Test
    void aServiceLearnsWhoseABearerIsAndSeesCredentialsOfAnyProject() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient service = TestClient.open(installation.service())) {
            JsonNode node = installation.join(admin, "");
            JsonNode up = projectOn(admin, node, "internal");
            JsonNode verified = service.ok(
                    "internal.verify_bearer",
                    "{\"token\":\"" + node.path("node_secret").asText() + "\"}");
            assertThat(verified.path("principal").path("id").asText())
                    .isEqualTo("node:" + node.path("node_id").asText());
            JsonNode status = service.ok(
                    "internal.workspace",
                    "{\"agent_id\":\"ann\",\"project_id\":\""
                            + up.path("project_id").asText() + "\"}");
            assertThat(token(status)).isEqualTo(node.path("node_secret").asText());
            assertThat(status.path("agent_id").asText()).isEqualTo("ann");
        }
    }

    @Test
    void otherPathsAndPlainRequestsAreNotFound() throws Exception {
        assertThat(TestClient.refusal(installation.admin(), "/v2/fs")).isEqualTo(404);
        RestAssured.get("/").then().statusCode(404);
        assertThat(RestAssured.get("/readyz").then().statusCode(200).extract().asString())
                .isEqualTo("ready\n");
    }

    private static String invite(TestClient admin) throws Exception {
        return admin.ok("node_invite_create", "{}").path("invite_token").asText();
    }

    private static String join(String invite) {
        return "{\"invite_token\":\"" + invite + "\"}";
    }

    private static String refresh(JsonNode joined) {
        return "{\"node_id\":\"" + joined.path("node_id").asText() + "\",\"node_secret\":\""
                + joined.path("node_secret").asText() + "\"}";
    }

    private static String attach(String agent, String project, String token) {
        return "{'session_key':'main','agent_id':'%s','project_id':'%s','project_token':'%s'}"
                .formatted(agent, project, token)
                .replace('\'', '"');
    }

    private static String withToken(JsonNode project) {
        return "{\"project_id\":\"" + project.path("project_id").asText() + "\",\"project_token\":\""
                + project.path("project_token").asText() + "\"}";
    }

    private static JsonNode projectOn(TestClient admin, JsonNode node, String name) throws Exception {
        return admin.ok(
                "project_up",
                "{'name':'%s','desired_mounts':[{'mount_path':'/src','node_id':'%s','export_name':'work'}]}"
                        .formatted(name, node.path("node_id").asText())
                        .replace('\'', '"'));
    }

    private static JsonNode change(TestClient client) throws Exception {
        return client.awaitEvent("control.workspace_topology", "control.project_activate")
                .path("payload");
    }

    private static JsonNode delta(TestClient client) throws Exception {
        return client.awaitEvent("control.workspace_topology_delta", "control.project_activate")
                .path("payload")
                .path("status");
    }

    private static String token(JsonNode status) {
        return status.path("mounts").path(0).path("fs_auth_token").asText();
    }
}
