package io.spiderweb.control.leases;

import java.time.Duration;

/** How long invites and leases may last: what a caller asks for is brought into bounds ({@code control 11} row 16). */
public final class TimeToLive {

    private static final long MIN_MS = Duration.ofSeconds(1).toMillis();
    private static final long MAX_MS = Duration.ofHours(24).toMillis();

    private TimeToLive() {}

    public static Duration clamped(long milliseconds) {
        return Duration.ofMillis(Math.clamp(milliseconds, MIN_MS, MAX_MS));
    }
}
