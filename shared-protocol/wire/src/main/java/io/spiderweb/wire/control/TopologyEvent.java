package io.spiderweb.wire.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What subscribers are told of the topology ({@code spec control 5.1}). */
public sealed interface TopologyEvent {

    /** The operation that caused the change, or {@code lease_expired}. */
    String reason();

    /** In milliseconds since the epoch. */
    long tsMs();

    /** One more with every change that the server tells; null from a server that does not count. */
    @Nullable Long seq();

    /**
     * Something changed.
     *
     * @param projectId whose workspace it is; null if that is not told, as for a change of nodes
     * @param delta whether {@link Delta} follows, so that this subscriber need not ask
     */
    record Changed(
            String reason,
            long tsMs,
            @Nullable Long seq,
            @Nullable String projectId,
            boolean delta) implements TopologyEvent {

        static final String CATEGORY = "control.workspace_topology";

        /** A change of which nothing is known, such as after a break. */
        public static Changed unknown(String reason, long tsMs) {
            return new Changed(reason, tsMs, null, null, false);
        }
    }

    /**
     * The workspace of one project after the change.
     *
     * @param status as this subscriber may see it, if {@code seq} is there; else as somebody else may
     */
    record Delta(String reason, long tsMs, @Nullable Long seq, String agentId, WorkspaceStatus status)
            implements TopologyEvent {

        static final String CATEGORY = "control.workspace_topology_delta";
    }

    /** Reads a push; empty if it is about something else. One that cannot be read is a change of which nothing is known. */
    static Optional<TopologyEvent> of(ControlFrame.Event event) {
        return switch (event.category()) {
            case Changed.CATEGORY -> Optional.of(read(event, Changed.class));
            case Delta.CATEGORY -> Optional.of(read(event, Delta.class));
            default -> Optional.empty();
        };
    }

    default ControlFrame.Event toPush() {
        return switch (this) {
            case Changed changed -> push(Changed.CATEGORY, "workspace_topology_changed");
            case Delta delta -> push(Delta.CATEGORY, "workspace_topology_delta");
        };
    }

    private ControlFrame.Event push(String category, String name) {
        JsonNode payload = Json.object().put("event", name).setAll((ObjectNode) Json.tree(this));
        return new ControlFrame.Event("workspace-topology", category, payload, tsMs());
    }

    private static TopologyEvent read(ControlFrame.Event event, Class<? extends TopologyEvent> type) {
        try {
            return Json.read(event.payload(), type);
        } catch (InvalidJsonException e) {
            return Changed.unknown("unreadable", event.timestamp());
        }
    }
}
