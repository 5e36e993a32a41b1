package io.spiderweb.wire.control;

import io.spiderweb.wire.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace should be and is ({@code spec control 3.8}).
 *
 * @param projectId null when the caller has no project; the lists are empty then
 * @param mounts one selected mount per path
 * @param desiredMounts every configured mount, in configured order
 */
public record WorkspaceStatus(
        String agentId,
        @Nullable String projectId,
        @Nullable String workspaceRoot,
        List<Mount> mounts,
        List<Mount> desiredMounts,
        List<Mount> actualMounts,
        Drift drift,
        String reconcileState,
        long lastReconcileMs,
        long lastSuccessMs,
        @Nullable String lastError,
        int queueDepth)
        implements ControlReply {

    /**
     * @param fsUrl null, as {@code nodeName}, when the node is not known
     * @param fsAuthToken what the node wants to see in hello; null for callers that may not have it
     */
    public record Mount(
            String mountPath,
            String nodeId,
            String exportName,
            @Nullable String nodeName,
            @Nullable String fsUrl,
            @Nullable Secret fsAuthToken,
            boolean online) {}

    public record Drift(int count, List<Item> items) {

        public static Drift of(List<Item> items) {
            return new Drift(items.size(), items);
        }

        /**
         * @param kind {@code missing_node}, {@code node_offline} or {@code failover_active}
         * @param severity {@code error} or {@code warning}
         */
        public record Item(
                String mountPath,
                String kind,
                String severity,
                String selectedNodeId,
                String desiredNodeId,
                String message) {}
    }

    public static String rootOf(String projectId) {
        return "/spiderweb/projects/" + projectId + "/workspace";
    }
}
