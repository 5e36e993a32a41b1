package io.spiderweb.control.reconcile;

import java.time.Duration;

/**
 * When to look after something has changed: once nothing more comes, and at the latest some time after the first change, so that
 * steady changes cannot put it off for ever ({@code control 11} row 13). Not safe for threads.
 */
final class Debounce {

    private static final long QUIET = Duration.ofMillis(250).toNanos();
    private static final long LONGEST = Duration.ofSeconds(2).toNanos();

    private boolean requested;
    private long first;
    private long last;

    /** @param nowNanos by {@link System#nanoTime}, as the other */
    void request(long nowNanos) {
        if (!requested) {
            first = nowNanos;
        }
        requested = true;
        last = nowNanos;
    }

    boolean isDue(long nowNanos) {
        return requested && (nowNanos - last >= QUIET || nowNanos - first >= LONGEST);
    }

    void done() {
        requested = false;
    }
}
