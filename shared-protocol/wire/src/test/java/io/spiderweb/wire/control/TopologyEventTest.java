package io.spiderweb.wire.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.wire.json.Json;
import org.junit.jupiter.api.Test;

/** The pushes of {@code spec control 5.1}, with what is added to them. */
class TopologyEventTest {

    @Test
    void aPushIsReadAsItWasMade() {
        var changed = new TopologyEvent.Changed("control.project_up", 17, 3L, "proj-1", true);
        ControlFrame.Event push = changed.toPush();
        assertThat(push.payload().toString())
                .isEqualTo("{\"event\":\"workspace_topology_changed\",\"reason\":\"control.project_up\",\"ts_ms\":17,"
                        + "\"seq\":3,\"project_id\":\"proj-1\",\"delta\":true}");
        assertThat(push.request()).isEqualTo("workspace-topology");
        assertThat(push.category()).isEqualTo("control.workspace_topology");
        assertThat(TopologyEvent.of(push)).contains(changed);
    }

    @Test
    void aReferencePushHasNoNumber() throws Exception {
        JsonNode payload = Json.parse(
                "{\"event\":\"workspace_topology_changed\",\"reason\":\"control.node_join\",\"ts_ms\":1739900000000}");
        assertThat(TopologyEvent.of(event("control.workspace_topology", payload)))
                .contains(new TopologyEvent.Changed("control.node_join", 1739900000000L, null, null, false));
    }

    @Test
    void anUnreadablePushIsAChangeOfWhichNothingIsKnown() {
        JsonNode payload = Json.object().put("status", "?");
        assertThat(TopologyEvent.of(event("control.workspace_topology_delta", payload)))
                .contains(TopologyEvent.Changed.unknown("unreadable", 5));
        assertThat(TopologyEvent.of(event("control.reconcile", payload))).isEmpty();
    }

    private static ControlFrame.Event event(String category, JsonNode payload) {
        return new ControlFrame.Event("workspace-topology", category, payload, 5);
    }
}
