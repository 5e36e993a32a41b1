package io.spiderweb.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.auth.StoredTokens;
import io.spiderweb.control.state.Database;
import io.spiderweb.wire.Secret;
import jakarta.inject.Inject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class TokenRotationTest {

    @Inject
    Installation installation;

    @Inject
    Database database;

    @Test
    void theTokensAreShownToAdminsAlone() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient user = openUser(admin)) {
            JsonNode status = admin.ok("auth_status", "null");
            assertThat(status.path("admin_token").asText())
                    .isEqualTo(installation.admin().reveal());
            assertThat(status.path("user_token").asText())
                    .isEqualTo(installation.user().reveal());
            assertThat(status.path("path").asText()).endsWith("auth_tokens.json");
            assertThat(status.has("admin_last_target")).isTrue();
            assertThat(user.refused("auth_status", "{}")).isEqualTo("forbidden");
            assertThat(user.refused("auth_rotate", "{\"role\":\"user\"}")).isEqualTo("forbidden");
        }
    }

    @DisplayName("control 11 row 23: whoever came with a token that was replaced has to go")
    @Test
    void aReplacedTokenEndsWhatItOpened() throws Exception {
        Secret old = installation.user();
        try (TestClient admin = installation.openAdmin();
                TestClient user = openUser(admin)) {
            JsonNode rotated = admin.ok("auth_rotate", "{\"role\":\"user\"}");
            assertThat(rotated.path("role").asText()).isEqualTo("user");
            user.awaitClosed();
            assertThat(TestClient.refusal(old, "/")).isEqualTo(401);
            assertThat(installation.user().reveal())
                    .isEqualTo(rotated.path("token").asText())
                    .startsWith("sw-user_");
            TestClient.open(installation.user()).close();
            admin.ok("ping", "{}");
        }
    }

    @Test
    void whoReplacesItsOwnTokenIsToldTheNewOneFirst() throws Exception {
        Secret old = installation.admin();
        try (TestClient admin = installation.openAdmin()) {
            Secret fresh = new Secret(admin.ok("auth_rotate", "{\"role\":\"admin\"}")
                    .path("token")
                    .asText());
            admin.awaitClosed();
            assertThat(TestClient.refusal(old, "/")).isEqualTo(401);
            TestClient.open(fresh).close();
        }
    }

    @Test
    void whatAnotherReplicaReplacedIsNoticedHere() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient user = openUser(admin)) {
            Secret elsewhere = new Secret("sw-user_made-elsewhere");
            database.change(edit -> {
                StoredTokens before =
                        edit.get(StoredTokens.TABLE, StoredTokens.ID).orElseThrow();
                edit.put(
                        StoredTokens.TABLE,
                        StoredTokens.ID,
                        new StoredTokens(
                                before.adminToken(),
                                elsewhere,
                                before.adminLastTarget(),
                                before.userLastTarget(),
                                edit.nowMs()));
                return true;
            });
            user.awaitClosed();
            assertThat(installation.user()).isEqualTo(elsewhere);
            TestClient.open(elsewhere).close();
        }
    }

    @Test
    void theServiceTokenIsReplacedToo() throws Exception {
        Secret old = installation.service();
        try (TestClient admin = installation.openAdmin();
                TestClient service = TestClient.open(old)) {
            String fresh = admin.ok("auth_rotate", "{\"role\":\"service\"}")
                    .path("token")
                    .asText();
            service.awaitClosed();
            assertThat(TestClient.refusal(old, "/")).isEqualTo(401);
            assertThat(installation.service().reveal()).isEqualTo(fresh);
            TestClient.open(installation.service()).close();
        }
    }

    @Test
    void servicesAreToldThatTokensWereReplacedAndNobodyElse() throws Exception {
        try (TestClient service = TestClient.open(installation.service());
                TestClient other = installation.openAdmin();
                TestClient admin = installation.openAdmin()) {
            service.ok("debug_subscribe", "{}");
            other.ok("debug_subscribe", "{}");
            admin.ok("auth_rotate", "{\"role\":\"user\"}");
            service.await(frame -> frame.path("category").asText().equals("internal.credentials"));
            admin.ok("project_create", "{\"name\":\"later\"}");
            JsonNode first = other.await(frame -> frame.path("type").asText().equals("debug.event"));
            assertThat(first.path("payload").path("reason").asText()).isEqualTo("control.project_create");
        }
    }

    private TestClient openUser(TestClient admin) throws Exception {
        JsonNode project = admin.ok("project_create", "{\"name\":\"of a user\"}");
        TestClient user = TestClient.open(installation.user());
        user.ok(
                "session_attach",
                "{\"session_key\":\"main\",\"agent_id\":\"ann\",\"project_id\":\"%s\",\"project_token\":\"%s\"}"
                        .formatted(
                                project.path("project_id").asText(),
                                project.path("project_token").asText()));
        return user;
    }
}
