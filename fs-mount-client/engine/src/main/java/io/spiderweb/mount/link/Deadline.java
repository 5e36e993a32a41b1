package io.spiderweb.mount.link;

import java.time.Duration;

/** When an operation ends at the latest, however many waits it consists of; the time is of {@link System#nanoTime()}. */
public record Deadline(long at) {

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, at - System.nanoTime()));
    }

    public boolean isOver() {
        return left().isZero();
    }
}
