package io.spiderweb.control.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * How things stand ({@code spec control 4.8}): degraded as long as something fails, pending as long as no cycle has seen what
 * changed last.
 *
 * @param lastReconcileMs milliseconds since the epoch, 0 if never, as the next
 * @param lastError the first failure; null if there is none
 */
public record Standing(
        String state,
        long lastReconcileMs,
        long lastSuccessMs,
        @Nullable String lastError,
        int queueDepth) {

    static final String DEGRADED = "degraded";

    /** With failures of a project that may not have been noticed yet: a lease runs out at once, and is told a moment later. */
    public Standing worsened(@Nullable String failure) {
        return failure == null || lastError != null
                ? this
                : new Standing(DEGRADED, lastReconcileMs, lastSuccessMs, failure, queueDepth);
    }
}
