package io.spiderweb.store.backend;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The newest revision that is known here, and those who wait for a newer one. */
public final class Newest implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long newest;
    private boolean closed;

    /** Wakes those who wait for what this revision brings; an older one than known changes nothing. */
    public void advanceTo(long revision) {
        lock.lock();
        try {
            if (revision > newest) {
                newest = revision;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is something newer than {@code revision}, now or before the time is over or this is closed. */
    public boolean await(long revision, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (newest <= revision && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return newest > revision;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
