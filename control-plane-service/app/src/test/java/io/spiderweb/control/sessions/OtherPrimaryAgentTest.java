package io.spiderweb.control.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A control plane whose primary agent is not the one by default. */
@QuarkusTest
@TestProfile(OtherPrimaryAgentTest.Chief.class)
@WithTestResource(FreshDataDirectory.class)
class OtherPrimaryAgentTest {

    public static final class Chief implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("spiderweb.default-agent", "chief");
        }
    }

    @Inject
    Installation installation;

    @BeforeEach
    void forgetTargets() {
        installation.forgetTargets();
    }

    @Test
    @DisplayName("control 11 row 6: a user can act neither as the primary agent nor as the one that is it by default")
    void aUserNeverGetsTheRightsOfThePrimaryAgent() throws Exception {
        try (TestClient admin = TestClient.open(installation.admin());
                TestClient user = TestClient.open(installation.user())) {
            JsonNode project = projectOfANode(admin);
            for (String agent : new String[] {"chief", "mother"}) {
                assertThat(user.refused("session_attach", attach(agent, project)))
                        .isEqualTo("forbidden");
            }
            user.ok("session_attach", attach("worker", project));
            assertThat(user.ok("workspace_status", "{}").toString()).doesNotContain("secret-");
            assertThat(user.refused("project_activate", "{\"project_id\":\"" + id(project) + "\"}"))
                    .isEqualTo("missing_field");
        }
    }

    @Test
    void anAdminHasThemOnlyAsThatAgent() throws Exception {
        try (TestClient admin = TestClient.open(installation.admin())) {
            JsonNode project = projectOfANode(admin);
            String of = "{\"project_id\":\"" + id(project) + "\"}";
            assertThat(admin.ok("workspace_status", of).toString()).contains("secret-");
            admin.ok("session_attach", attach("mother", project));
            assertThat(admin.ok("workspace_status", of).toString()).doesNotContain("secret-");
            assertThat(admin.refused("project_activate", "{\"project_id\":\"system\"}"))
                    .isEqualTo("project_assignment_forbidden");
        }
    }

    private JsonNode projectOfANode(TestClient admin) throws Exception {
        JsonNode node = installation.join(admin, "");
        return admin.ok(
                "project_up",
                "{\"name\":\"of chief " + node.path("node_id").asText()
                        + "\",\"desired_mounts\":[{\"mount_path\":\"/w\"," + "\"export_name\":\"w\",\"node_id\":\""
                        + node.path("node_id").asText() + "\"}]}");
    }

    private static String attach(String agent, JsonNode project) {
        return "{\"session_key\":\"main\",\"agent_id\":\"" + agent + "\",\"project_id\":\"" + id(project)
                + "\",\"project_token\":\"" + project.path("project_token").asText() + "\"}";
    }

    private static String id(JsonNode project) {
        return project.path("project_id").asText();
    }
}
