package io.spiderweb.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait between attempts: doubling from {@code first} to {@code max}, each wait shortened by up to half at random, so
 * that clients that lost the same server do not return at the same moment.
 */
public record Backoff(Duration first, Duration max) {

    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    /** @param failures how many attempts have failed in a row, at least 1 */
    public Duration delay(int failures) {
        long full = Math.min(first.toMillis() << Math.min(failures - 1, 30), max.toMillis());
        long capped = full <= 0 ? max.toMillis() : full;
        return Duration.ofMillis(capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1));
    }
}
