package io.spiderweb.control.state;

/** What is counted, with its place in {@code /metrics.json} ({@code spec control 8.3}). Totals survive restarts. */
public enum Total {
    INVITES_ACTIVE("invites", "active"),
    INVITES_CREATED("invites", "created_total"),
    INVITES_REDEEMED("invites", "redeemed_total"),
    NODES("nodes", "total"),
    NODE_JOINS("nodes", "joins_total"),
    LEASE_REFRESHES("nodes", "lease_refresh_total"),
    NODE_DELETES("nodes", "deletes_total"),
    PROJECTS("projects", "total"),
    BINDINGS("projects", "active_bindings"),
    PROJECT_CREATES("projects", "creates_total"),
    PROJECT_UPDATES("projects", "updates_total"),
    PROJECT_DELETES("projects", "deletes_total"),
    TOKEN_ROTATES("projects", "token_rotates_total"),
    TOKEN_REVOKES("projects", "token_revokes_total"),
    ACTIVATIONS("projects", "activations_total"),
    MOUNTS("projects", "mounts_total"),
    MOUNT_SETS("projects", "mount_sets_total"),
    MOUNT_REMOVES("projects", "mount_removes_total");

    private final String group;
    private final String member;

    Total(String group, String member) {
        this.group = group;
        this.member = member;
    }

    public String group() {
        return group;
    }

    public String member() {
        return member;
    }

    /** Goes down as well as up. */
    public boolean isGauge() {
        return switch (this) {
            case INVITES_ACTIVE, NODES, PROJECTS, BINDINGS, MOUNTS -> true;
            default -> false;
        };
    }
}
