package io.spiderweb.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class LeaseExpiryTest {

    private static final String CHANGED = "control.workspace_topology";
    private static final Duration LONGER_THAN_ANY_LEASE = Duration.ofHours(25);

    @Inject
    Installation installation;

    @BeforeEach
    void forgetTargets() {
        installation.forgetTargets();
    }

    @Test
    @DisplayName("control 11 row 11: a node that falls silent stays known, and is used again when it comes back")
    void aNodeThatFallsSilentStaysKnownAndIsUsedAgainWhenItComesBack() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, ",'lease_ttl_ms':60000");
            String project = projectOn(admin, mount(node)).path("project_id").asText();
            admin.ok("debug_subscribe", "{}");

            ClockAhead.advance(LONGER_THAN_ANY_LEASE);
            admin.awaitEvent(CHANGED, "lease_expired");
            JsonNode offline = status(admin, project);
            assertThat(offline.path("desired_mounts")).hasSize(1);
            assertThat(offline.path("mounts").path(0).path("online").asBoolean())
                    .isFalse();
            assertThat(offline.path("drift").path("items").path(0).path("kind").asText())
                    .isEqualTo("node_offline");
            assertThat(offline.path("reconcile_state").asText()).isEqualTo("degraded");

            admin.ok("node_lease_refresh", refresh(node, ""));
            admin.awaitEvent(CHANGED, "control.node_lease_refresh");
            JsonNode back = status(admin, project);
            assertThat(back.path("mounts").path(0).path("online").asBoolean()).isTrue();
            assertThat(back.path("drift").path("count").asInt()).isZero();
        }
    }

    @DisplayName("control 11 row 12: the selection stays where it is as long as its node lives")
    @Test
    void theFirstLivingNodeIsSelectedAndRefreshesOfOthersDoNotMoveIt() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode first = installation.join(admin, ",'lease_ttl_ms':60000");
            JsonNode second = installation.join(admin, ",'lease_ttl_ms':60000");
            String project = projectOn(admin, mount(first) + "," + mount(second))
                    .path("project_id")
                    .asText();
            admin.ok("node_lease_refresh", refresh(second, ",\"lease_ttl_ms\":86400000"));
            assertThat(selected(status(admin, project)))
                    .isEqualTo(first.path("node_id").asText());

            ClockAhead.advance(Duration.ofHours(1));
            JsonNode failedOver = status(admin, project);
            assertThat(selected(failedOver)).isEqualTo(second.path("node_id").asText());
            assertThat(failedOver
                            .path("drift")
                            .path("items")
                            .path(0)
                            .path("kind")
                            .asText())
                    .isEqualTo("failover_active");
        }
    }

    @Test
    void aRefreshThatChangesNothingIsToldToNobody() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            admin.ok("debug_subscribe", "{}");
            admin.ok("node_lease_refresh", refresh(node, ""));
            admin.ok("project_create", "{\"name\":\"after the refresh\"}");
            JsonNode next = admin.await(frame -> frame.path("category").asText().equals(CHANGED)
                    && !frame.path("payload").path("reason").asText().equals("control.node_join"));
            assertThat(next.path("payload").path("reason").asText()).isEqualTo("control.project_create");
        }
    }

    private static JsonNode projectOn(TestClient admin, String mounts) throws Exception {
        return admin.ok(
                "project_up", "{\"name\":\"leases-" + mounts.hashCode() + "\",\"desired_mounts\":[" + mounts + "]}");
    }

    private static String mount(JsonNode node) {
        return "{\"mount_path\":\"/w\",\"export_name\":\"w\",\"node_id\":\""
                + node.path("node_id").asText() + "\"}";
    }

    private static String refresh(JsonNode node, String extra) {
        return "{\"node_id\":\"" + node.path("node_id").asText() + "\",\"node_secret\":\""
                + node.path("node_secret").asText() + "\"" + extra + "}";
    }

    private static JsonNode status(TestClient admin, String project) throws Exception {
        return admin.ok("workspace_status", "{\"project_id\":\"" + project + "\"}");
    }

    private static String selected(JsonNode status) {
        return status.path("mounts").path(0).path("node_id").asText();
    }
}
