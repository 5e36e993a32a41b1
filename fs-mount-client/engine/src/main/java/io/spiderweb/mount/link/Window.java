package io.spiderweb.mount.link;

import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds what is in flight on one connection, counted in requests and in bytes of either direction, so that neither side's queue
 * overflows when a node answers slower, or faster, than its peer works.
 */
final class Window {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final int maxRequests;
    private final long maxBytes;
    private int requests;
    private long bytes;

    Window(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** Takes its part of the window, waiting until it is free. A single request always fits. */
    void acquire(long size, Duration patience) throws FsException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (requests > 0 && (requests >= maxRequests || bytes + size > maxBytes)) {
                if (left <= 0) {
                    throw new FsException(Errno.ETIMEDOUT, "too many requests wait for the node");
                }
                left = freed.awaitNanos(left);
            }
            requests++;
            bytes += size;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FsException(Errno.EINTR, "interrupted");
        } finally {
            lock.unlock();
        }
    }

    void release(long size) {
        lock.lock();
        try {
            requests--;
            bytes -= size;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
