package io.spiderweb.store.postgres;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Database time without asking for it each time: what the database last said, and the time that passed here since. It is never
 * ahead of the database, and behind it by no more than the round trip in which it was told.
 */
final class Clock {
    /** @param atMs database time at {@code nanos} of this process */
    private record Reading(long atMs, long nanos) {
        long at(long otherNanos) {
            return atMs + TimeUnit.NANOSECONDS.toMillis(otherNanos - nanos);
        }
    }

    private final LongSupplier nanoTime;
    private volatile Reading reading = new Reading(0, 0);

    Clock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    long nowMs() {
        return reading.at(nanoTime.getAsLong());
    }

    /** Before the database is asked. */
    long nanos() {
        return nanoTime.getAsLong();
    }

    /** The database was asked at {@code askedNanos}, said {@code toldMs}, and the answer is here. */
    void set(long askedNanos, long toldMs) {
        long now = nanos();
        // it said so at some moment since it was asked; an earlier reading may tell more exactly when
        long before = reading.at(now);
        long latest = toldMs + TimeUnit.NANOSECONDS.toMillis(now - askedNanos);
        if (before < toldMs || before > latest) {
            reading = new Reading(toldMs, now);
        }
    }
}
