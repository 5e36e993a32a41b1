package io.spiderweb.mount.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts what changed, so that it can be told whether something that was learned is still true.
 *
 * <p>The rule: take {@link #now} <em>before</em> a request is sent, and keep it beside what the reply told. The two are worth
 * keeping while {@link #isUnchangedSince} holds. A reply that was in flight while its object was invalidated is thereby never
 * served from a cache, in whatever order reply and event arrive, and no cache has to be swept when an event comes in.
 *
 * <p>Bounded: beyond the limit the oldest invalidations are merged into one of everything that was learned before them.
 */
public final class Invalidations {

    private final ReentrantLock lock = new ReentrantLock();
    private final int limit;
    private final Map<Long, Long> lastChange = new LinkedHashMap<>();
    private long count;
    private long everythingBefore;

    public Invalidations(int limit) {
        this.limit = limit;
    }

    /** The moment to remember for a request that is about to be sent. */
    public long now() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    public void invalidate(long object) {
        lock.lock();
        try {
            // removed first, so that the map stays in the order of the changes
            lastChange.remove(object);
            lastChange.put(object, ++count);
            if (lastChange.size() > limit) {
                var eldest = lastChange.entrySet().iterator();
                everythingBefore = eldest.next().getValue();
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    public void invalidateAll() {
        lock.lock();
        try {
            everythingBefore = ++count;
            lastChange.clear();
        } finally {
            lock.unlock();
        }
    }

    public boolean isUnchangedSince(long object, long moment) {
        lock.lock();
        try {
            return moment >= everythingBefore && moment >= lastChange.getOrDefault(object, 0L);
        } finally {
            lock.unlock();
        }
    }
}
