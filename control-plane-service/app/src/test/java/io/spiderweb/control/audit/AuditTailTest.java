package io.spiderweb.control.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import jakarta.inject.Inject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code control.audit_tail} as clients see it ({@code spec control 3.8}). */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class AuditTailTest {

    @Inject
    Installation installation;

    @Test
    void whatWasDoneIsInTheLogBeforeItsAnswer() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode answer = admin.ask("project_create", "{\"name\":\"audited\"}");

            JsonNode newest = newest(admin);
            assertThat(newest.path("control_type").asText()).isEqualTo("control.project_create");
            assertThat(newest.path("correlation_id")).isEqualTo(answer.path("id"));
            assertThat(newest.path("result").asText()).isEqualTo("ok");
            assertThat(newest.path("error_code").isNull()).isTrue();
            assertThat(newest.path("subject")).isEqualTo(answer.path("payload").path("project_id"));
            assertThat(newest.path("address").asText()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    @DisplayName("control 11 row 18: an agent's id written with escapes finds the same records")
    void escapesInTheFilterMeanWhatTheySay() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            admin.ok("project_create", "{\"name\":\"escaped\"}");

            JsonNode plain = admin.ok("audit_tail", "{\"agent_id\":\"mother\"}");
            assertThat(plain.path("audit")).isNotEmpty();
            assertThat(admin.ok("audit_tail", "{\"agent_id\":\"\\u006dother\"}"))
                    .isEqualTo(plain);
            assertThat(admin.ok("audit_tail", "{\"agent_id\":\"nobody\"}").path("audit"))
                    .isEmpty();
        }
    }

    @Test
    void whoMayNotIsRecorded() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient anonymous = TestClient.open(null)) {
            assertThat(anonymous.refused("node_list", "{}")).isEqualTo("forbidden");

            JsonNode newest = newest(admin);
            assertThat(newest.path("control_type").asText()).isEqualTo("control.node_list");
            assertThat(newest.path("scope").asText()).isEqualTo("none");
            assertThat(newest.path("error_code").asText()).isEqualTo("forbidden");
            assertThat(newest.path("principal").asText()).isEqualTo("role:anonymous");
        }
    }

    @Test
    void atMostFiveHundredAreShown() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            assertThat(admin.ok("audit_tail", "{\"limit\":9223372036854775807}").path("audit"))
                    .hasSizeLessThanOrEqualTo(500)
                    .isNotEmpty();
            assertThat(admin.ok("audit_tail", "{\"limit\":0}").path("audit")).isEmpty();
        }
    }

    private static JsonNode newest(TestClient admin) throws Exception {
        return admin.ok("audit_tail", "{\"limit\":1}").path("audit").path(0);
    }
}
