package io.spiderweb.control.workspace;

import io.spiderweb.wire.control.WorkspaceStatus.Drift.Item;
import java.util.Locale;
import java.util.Optional;

/** How a path differs from what was asked for ({@code spec control 4.8}). */
enum Drift {
    MISSING_NODE("error", "is not known"),
    NODE_OFFLINE("error", "is offline: its lease has run out"),
    FAILOVER_ACTIVE("warning", "stands in for the first of its group");

    private final String severity;
    private final String message;

    Drift(String severity, String message) {
        this.severity = severity;
        this.message = message;
    }

    static Optional<Drift> of(Failover failover, boolean known, boolean online) {
        if (!known) {
            return Optional.of(MISSING_NODE);
        }
        if (!online) {
            return Optional.of(NODE_OFFLINE);
        }
        return failover.isActive() ? Optional.of(FAILOVER_ACTIVE) : Optional.empty();
    }

    Item item(Failover failover) {
        String selected = failover.selected().nodeId();
        return new Item(
                failover.selected().path().text(),
                name().toLowerCase(Locale.ROOT),
                severity,
                selected,
                failover.desired().nodeId(),
                "node " + selected + " " + message);
    }

    /** Whether somebody has to do something about it. */
    static boolean isFailure(Item item) {
        return item.severity().equals("error");
    }
}
