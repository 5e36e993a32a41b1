package io.spiderweb.store.sqlite;

import java.time.Duration;

/**
 * The bounds of a store.
 *
 * @param keptRevisions how many of the newest revisions the change log keeps
 * @param readers how many reads run at once
 * @param queuedWrites how many writes may wait for the writer
 * @param timeout how long a call waits for its turn, and for the disk
 */
public record SqliteOptions(int keptRevisions, int readers, int queuedWrites, Duration timeout) {
    public static final SqliteOptions DEFAULTS = new SqliteOptions(10_000, 4, 1_024, Duration.ofSeconds(5));

    public SqliteOptions {
        if (keptRevisions < 1 || readers < 1 || queuedWrites < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException("the bounds of a store are positive: kept revisions " + keptRevisions
                    + ", readers " + readers + ", queued writes " + queuedWrites + ", timeout " + timeout);
        }
    }

    public SqliteOptions keeping(int revisions) {
        return new SqliteOptions(revisions, readers, queuedWrites, timeout);
    }
}
