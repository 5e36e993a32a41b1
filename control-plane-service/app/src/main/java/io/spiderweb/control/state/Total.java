package io.spiderweb.control.state;

/** What is counted ({@code spec control 8.2}). Totals survive restarts. */
public enum Total {
    INVITES_ACTIVE,
    INVITES_CREATED,
    INVITES_REDEEMED,
    NODES,
    NODE_JOINS,
    LEASE_REFRESHES,
    NODES_ENSURED,
    NODE_DELETES,
    NODES_REAPED,
    PROJECTS,
    BINDINGS,
    PROJECT_CREATES,
    PROJECT_UPDATES,
    PROJECT_DELETES,
    TOKEN_ROTATES,
    TOKEN_REVOKES,
    ACTIVATIONS,
    MOUNTS,
    MOUNT_SETS,
    MOUNT_REMOVES;

    /** Goes down as well as up. */
    public boolean isGauge() {
        return switch (this) {
            case INVITES_ACTIVE, NODES, PROJECTS, BINDINGS, MOUNTS -> true;
            default -> false;
        };
    }
}
