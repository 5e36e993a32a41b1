package io.spiderweb.wire.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far what is differs from what should be ({@code spec control 3.8, 4.8}).
 *
 * @param reconcileState {@code idle}, {@code pending}, {@code running} or {@code degraded}
 * @param lastReconcileMs milliseconds since the epoch, 0 if never; as {@code lastSuccessMs}
 * @param failedOps what the last cycle found wrong
 */
public record ReconcileStatus(
        String reconcileState,
        long lastReconcileMs,
        long lastSuccessMs,
        @Nullable String lastError,
        int queueDepth,
        long failedOpsTotal,
        long cyclesTotal,
        List<String> failedOps,
        List<Project> projects)
        implements ControlReply {

    public record Project(String projectId, int mounts, int driftCount, int queueDepth) {}
}
