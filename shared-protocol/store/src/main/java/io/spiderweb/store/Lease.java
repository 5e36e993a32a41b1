package io.spiderweb.store;

import java.time.Duration;

/**
 * A promise to be heard from again.
 *
 * @param renewedAtMs database time of the latest renewal, Unix epoch milliseconds
 * @param expiresAtMs when it runs out
 */
public record Lease(String id, long renewedAtMs, long expiresAtMs) {
    public static final Duration MAX_TTL = Duration.ofDays(365);

    public Lease {
        Text.requireName("lease id", id);
    }

    /** A lease granted now for {@code ttl}, which is 1 ms to {@link #MAX_TTL}. */
    public static Lease granted(String id, long nowMs, Duration ttl) {
        return new Lease(id, nowMs, nowMs + requireTtl(ttl).toMillis());
    }

    static Duration requireTtl(Duration ttl) {
        if (ttl.compareTo(Duration.ofMillis(1)) < 0 || ttl.compareTo(MAX_TTL) > 0) {
            throw new IllegalArgumentException("a lease lasts 1 ms to 365 days, not " + ttl);
        }
        return ttl;
    }

    public Expiry expiry() {
        return new Expiry(expiresAtMs, id);
    }

    /**
     * Whether it has run out. One that lies further in the future than it lasts was granted before the clock was set back, and
     * holds no more.
     */
    public boolean expiredAt(long nowMs) {
        return nowMs >= expiresAtMs || renewedAtMs - nowMs > expiresAtMs - renewedAtMs;
    }
}
