package io.spiderweb.control.reconcile;

import io.spiderweb.wire.control.WorkspaceStatus.Drift.Item;
import java.util.Locale;
import java.util.Optional;

/** How a path differs from what was asked for ({@code spec control 4.8}). */
public enum Drift {
    MISSING_NODE("error", "is not known"),
    NODE_OFFLINE("error", "is offline: its lease has run out"),
    FAILOVER_ACTIVE("warning", "stands in for the first of its group");

    private final String severity;
    private final String message;

    Drift(String severity, String message) {
        this.severity = severity;
        this.message = message;
    }

    /** @param known whether the selected node is known at all; as {@code online} of {@code failover.selected()} */
    public static Optional<Drift> of(Failover failover, boolean known, boolean online) {
        if (!known) {
            return Optional.of(MISSING_NODE);
        }
        if (!online) {
            return Optional.of(NODE_OFFLINE);
        }
        return failover.isActive() ? Optional.of(FAILOVER_ACTIVE) : Optional.empty();
    }

    public Item item(Failover failover) {
        String selected = failover.selected().nodeId();
        return new Item(
                failover.selected().path().text(),
                name().toLowerCase(Locale.ROOT),
                severity,
                selected,
                failover.desired().nodeId(),
                "node " + selected + " " + message);
    }

    /** The failed operation, if somebody has to do something about it ({@code spec control 4.8}). */
    public Optional<String> failure(String projectId, Failover failover) {
        return this == FAILOVER_ACTIVE
                ? Optional.empty()
                : Optional.of("project=%s mount=%s node=%s %s"
                        .formatted(
                                projectId,
                                failover.selected().path(),
                                failover.selected().nodeId(),
                                this == MISSING_NODE ? "missing" : "offline"));
    }
}
