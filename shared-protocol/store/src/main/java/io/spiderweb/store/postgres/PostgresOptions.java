package io.spiderweb.store.postgres;

import java.time.Duration;

/**
 * The bounds of a store.
 *
 * @param keptRevisions how many of the newest revisions the change log keeps
 * @param connections how many calls the database gets at once; one more connection listens
 * @param timeout how long a call waits for its turn, and then for the database
 */
public record PostgresOptions(int keptRevisions, int connections, Duration timeout) {
    public static final PostgresOptions DEFAULTS = new PostgresOptions(10_000, 8, Duration.ofSeconds(5));

    public PostgresOptions {
        if (keptRevisions < 1 || connections < 1 || timeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "the bounds of a store are positive, its timeout at least 1 s: kept revisions " + keptRevisions
                            + ", connections " + connections + ", timeout " + timeout);
        }
    }

    public PostgresOptions keeping(int revisions) {
        return new PostgresOptions(revisions, connections, timeout);
    }
}
