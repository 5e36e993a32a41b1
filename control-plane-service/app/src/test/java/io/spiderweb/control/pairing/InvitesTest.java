package io.spiderweb.control.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.ClockAhead;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class InvitesTest {

    @Inject
    Installation installation;

    @BeforeEach
    void forgetTargets() {
        installation.forgetTargets();
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807,86400000", "0,1000", "60000,60000"})
    @DisplayName("control 11 row 16: what is asked for is brought into bounds, and the server lives on")
    void timesAreBroughtIntoBounds(long asked, long granted) throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode invite = admin.ok("node_invite_create", "{\"expires_in_ms\":" + asked + "}");
            assertThat(invite.path("expires_at_ms").asLong()
                            - invite.path("created_at_ms").asLong())
                    .isEqualTo(granted);
            JsonNode node = installation.join(admin, ",'lease_ttl_ms':" + asked);
            JsonNode known = known(admin, node);
            assertThat(known.path("lease_expires_at_ms").asLong()
                            - known.path("last_seen_ms").asLong())
                    .isEqualTo(granted);
            admin.ok(
                    "node_lease_refresh",
                    "{\"node_id\":\"" + node.path("node_id").asText() + "\",\"node_secret\":\""
                            + node.path("node_secret").asText() + "\",\"lease_ttl_ms\":" + asked + "}");
            JsonNode refreshed = known(admin, node);
            assertThat(refreshed.path("lease_expires_at_ms").asLong()
                            - refreshed.path("last_seen_ms").asLong())
                    .isEqualTo(granted);
        }
    }

    @Test
    @DisplayName("control 11 row 17: invites that ended make room for new ones")
    void invitesAreBoundedAndThoseThatEndedAreForgotten() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode refused = admin.ask("node_invite_create", "{}");
            for (int i = 0; i < 1_000 && refused.path("ok").asBoolean(); i++) {
                refused = admin.ask("node_invite_create", "{}");
            }
            assertThat(refused.path("error").path("code").asText()).isEqualTo("control_plane_error");
            assertThat(refused.path("error").path("message").asText()).contains("1000 invites");
        } finally {
            ClockAhead.advance(Duration.ofHours(2));
        }
        try (TestClient admin = installation.openAdmin()) {
            admin.ok("node_invite_create", "{}");
        }
    }

    private static JsonNode known(TestClient admin, JsonNode node) throws Exception {
        return admin.ok("node_get", "{\"node_id\":\"" + node.path("node_id").asText() + "\"}")
                .path("node");
    }
}
