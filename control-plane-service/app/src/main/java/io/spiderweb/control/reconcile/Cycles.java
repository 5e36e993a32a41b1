package io.spiderweb.control.reconcile;

import io.spiderweb.control.state.Table;

/**
 * The cycles that were made, on whichever replica. Stored as one document.
 *
 * @param failedOps how many failures they found, all together
 * @param lastMs when the last one was, in milliseconds since the epoch, as the next; 0 if never
 * @param lastSuccessMs when the last one was that found no failure
 * @param revision up to which the last one has seen everything
 */
public record Cycles(long total, long failedOps, long lastMs, long lastSuccessMs, long revision) {

    public static final Table<Cycles> TABLE = new Table<>("reconcile", Cycles.class);

    static final String ID = "cycles";
    static final Cycles NONE = new Cycles(0, 0, 0, 0, 0);

    Cycles ofAnotherLog() {
        return new Cycles(total, failedOps, lastMs, lastSuccessMs, 0);
    }

    Cycles with(long failures, long seenUpTo, long nowMs) {
        return new Cycles(
                total + 1,
                failedOps + failures,
                nowMs,
                failures == 0 ? nowMs : lastSuccessMs,
                Math.max(revision, seenUpTo));
    }
}
