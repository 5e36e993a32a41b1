package io.spiderweb.control.topology;

import org.jspecify.annotations.Nullable;

/**
 * Something that subscribers want to know.
 *
 * @param reason the operation that did it, or {@code lease_expired}
 * @param projectId null if it concerns nodes
 */
public record TopologyChange(String reason, @Nullable String projectId) {

    public static TopologyChange ofNodes(String reason) {
        return new TopologyChange(reason, null);
    }

    /** Changes with the same topic that come close together are told as one. */
    String topic() {
        return projectId == null ? reason : projectId;
    }
}
