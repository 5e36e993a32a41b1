package io.spiderweb.control.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.ClockAhead;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code spec control 3.8, 4.8}. Other tests leave projects behind, so only what concerns those of a test is looked at. */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class ReconcileTest {

    private static final Duration LONGER_THAN_ANY_LEASE = Duration.ofHours(25);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Installation installation;

    @BeforeEach
    void forgetTargets() {
        installation.forgetTargets();
    }

    @Test
    @DisplayName("control 11 row 34: the status of one project is told, to any role")
    void theStatusOfOneProjectIsTold() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient user = TestClient.open(installation.user())) {
            String node = node(admin);
            JsonNode mine = up(admin, "status-mine", node);
            JsonNode other = up(admin, "status-other", node);
            JsonNode status = admin.ok("reconcile_status", of(mine));
            assertThat(status.path("projects")).hasSize(1);
            assertThat(status.path("projects").path(0)).isEqualTo(item(mine, 1, 0, 0));

            attach(user, "status-user", mine);
            assertThat(user.ok("reconcile_status", of(mine)).path("projects").path(0))
                    .isEqualTo(item(mine, 1, 0, 0));
            assertThat(user.ok("reconcile_status", "{}").path("projects")).hasSize(1);
            assertThat(user.ok("reconcile_status", of(other)).path("projects"))
                    .as("that of others is for admins")
                    .isEmpty();
            assertThat(user.refused("reconcile_status", "{\"project_id\":\"proj-999999\"}"))
                    .isEqualTo("project_not_found");
            assertThat(user.refused("reconcile_status", "{\"project_id\":\"a b\"}"))
                    .isEqualTo("invalid_payload");
        }
    }

    @Test
    @DisplayName("control 11 rows 5 and 7: a cycle is told to each subscriber as far as it may know")
    void whatFailsIsNamedToThoseWhoMaySeeIt() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient user = TestClient.open(installation.user())) {
            String node = node(admin);
            JsonNode failing = up(admin, "failing", node);
            JsonNode empty = admin.ok("project_up", "{\"name\":\"empty\",\"activate\":false}");
            attach(user, "empty-user", empty);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(user.ok("reconcile_status", "{}")
                                    .path("reconcile_state")
                                    .asText())
                            .isEqualTo("idle"));
            admin.ok("debug_subscribe", "{}");
            user.ok("debug_subscribe", "{}");

            ClockAhead.advance(LONGER_THAN_ANY_LEASE);
            JsonNode told = admin.await(frame -> isCycle(frame) && isListed(frame, item(failing, 1, 1, 1)));
            assertThat(told.path("request").asText()).isEqualTo("workspace-topology");
            assertThat(told.path("payload").path("reconcile_state").asText()).isEqualTo("degraded");

            JsonNode seen = user.await(ReconcileTest::isCycle).path("payload");
            assertThat(seen.path("reconcile_state").asText()).isNotEqualTo("degraded");
            assertThat(seen.path("last_error").isNull()).isTrue();
            assertThat(seen.path("failed_ops")).isEmpty();
            assertThat(seen.path("projects")).hasSize(1).contains(item(empty, 0, 0, 0));

            JsonNode status = admin.ok("workspace_status", of(failing));
            assertThat(status.path("reconcile_state").asText()).isEqualTo("degraded");
            assertThat(status.path("queue_depth").asInt()).isEqualTo(1);
            assertThat(admin.ok("reconcile_status", "{}")
                            .path("failed_ops_total")
                            .asLong())
                    .isPositive();
        }
    }

    @Test
    @DisplayName("control 11 row 13: project_up makes a cycle itself")
    void projectUpMakesACycle() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            long before = cycles(admin);
            JsonNode workspace = up(admin, "cycle", node(admin)).path("workspace");
            assertThat(cycles(admin)).isGreaterThan(before);
            assertThat(workspace.path("last_reconcile_ms").asLong())
                    .isEqualTo(admin.ok("workspace_status", "{}")
                            .path("last_reconcile_ms")
                            .asLong());
        }
    }

    @Test
    @DisplayName("control 11 row 13: cycles go on while writes do")
    void steadyChangesDoNotKeepItFromLooking() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String node = node(admin);
            JsonNode project = up(admin, "steady", node);
            long before = cycles(admin);
            String mount = "{\"project_id\":\"" + id(project) + "\",\"project_token\":\""
                    + project.path("project_token").asText() + "\",\"mount_path\":\"/more\",\"node_id\":\"" + node
                    + "\",\"export_name\":\"w\"}";
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (cycles(admin) == before && System.nanoTime() - end < 0) {
                admin.ok("project_mount_set", mount);
                admin.ok("project_mount_remove", mount);
            }
            assertThat(cycles(admin)).isGreaterThan(before);
        }
    }

    @Test
    void aPathWithoutALivingNodeIsQueuedAndAStandInIsNot() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String gone = node(admin);
            ClockAhead.advance(LONGER_THAN_ANY_LEASE);
            String alive = node(admin);
            JsonNode project = admin.ok(
                    "project_up",
                    "{\"name\":\"stand-in\",\"desired_mounts\":[" + mount("/a", gone) + "," + mount("/a", alive) + ","
                            + mount("/b", gone) + "]}");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(admin.ok("reconcile_status", of(project))
                                    .path("projects")
                                    .path(0))
                            .isEqualTo(item(project, 3, 2, 1)));
            assertThat(admin.ok("workspace_status", of(project)).path("drift").findValuesAsText("kind"))
                    .containsExactly("failover_active", "node_offline");
        }
    }

    private static boolean isListed(JsonNode frame, JsonNode item) {
        for (JsonNode listed : frame.path("payload").path("projects")) {
            if (listed.equals(item)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCycle(JsonNode frame) {
        return frame.path("category").asText().equals("control.reconcile");
    }

    private static long cycles(TestClient admin) throws Exception {
        return admin.ok("reconcile_status", "{}").path("cycles_total").asLong();
    }

    private String node(TestClient admin) throws Exception {
        return installation.join(admin, "").path("node_id").asText();
    }

    private static JsonNode up(TestClient admin, String name, String node) throws Exception {
        return admin.ok("project_up", "{\"name\":\"" + name + "\",\"desired_mounts\":[" + mount("/w", node) + "]}");
    }

    private static String mount(String path, String node) {
        return "{\"mount_path\":\"" + path + "\",\"node_id\":\"" + node + "\",\"export_name\":\"w\"}";
    }

    private static void attach(TestClient user, String agent, JsonNode project) throws Exception {
        user.ok(
                "session_attach",
                "{\"session_key\":\"main\",\"agent_id\":\"" + agent + "\",\"project_id\":\"" + id(project)
                        + "\",\"project_token\":\""
                        + project.path("project_token").asText() + "\"}");
    }

    private static String of(JsonNode project) {
        return "{\"project_id\":\"" + id(project) + "\"}";
    }

    private static String id(JsonNode project) {
        return project.path("project_id").asText();
    }

    private static JsonNode item(JsonNode project, int mounts, int drift, int queue) {
        return Json.object()
                .put("project_id", id(project))
                .put("mounts", mounts)
                .put("drift_count", drift)
                .put("queue_depth", queue);
    }
}
