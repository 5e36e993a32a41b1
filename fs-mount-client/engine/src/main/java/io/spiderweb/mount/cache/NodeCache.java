package io.spiderweb.mount.cache;

import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.Entry;
import io.spiderweb.wire.fs.FsEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one node told: attributes, names (also those that do not exist) and complete listings. Whoever adds something passes the
 * {@link #now moment} before the request was sent; see {@link Invalidations}. Ids are the node's.
 */
public final class NodeCache {

    /** What {@link #child} answers for a name that is known not to exist. */
    public static final long ABSENT = 0;

    private static final int MAX_OBJECTS = 100_000;
    private static final int MAX_LISTINGS = 64;
    private static final int MAX_LISTED = 10_000;

    private record Name(long directory, String name) {}

    private record Known<T>(T value, long moment, long until) {}

    private final Invalidations changes = new Invalidations(MAX_OBJECTS);
    private final Lru<Long, Known<Attr>> attributes = new Lru<>(MAX_OBJECTS);
    private final Lru<Name, Known<Long>> names = new Lru<>(MAX_OBJECTS);
    private final Lru<Long, Known<Map<String, Entry>>> listings = new Lru<>(MAX_LISTINGS);
    private volatile long lifeNanos;

    /** How long something is believed without being told otherwise. */
    public void believeFor(Duration life) {
        lifeNanos = life.toNanos();
    }

    public long now() {
        return changes.now();
    }

    /** Takes note of an event of the node. */
    public void apply(FsEvent event) {
        switch (event) {
            case FsEvent.Inval inval -> {
                changes.invalidate(inval.node());
                if (inval.what() == FsEvent.What.ALL) {
                    changes.invalidate(entriesOf(inval.node()));
                }
            }
            case FsEvent.InvalDir inval -> entriesChanged(inval.dir());
        }
    }

    /** Something here changed a file's content or attributes. */
    public void attributesChanged(long id) {
        changes.invalidate(id);
    }

    /** Something here changed a directory's entries, and with them its times. */
    public void entriesChanged(long directory) {
        changes.invalidate(directory);
        changes.invalidate(entriesOf(directory));
    }

    /** Nothing that was learned so far is believed any more. */
    public void forgetAll() {
        changes.invalidateAll();
    }

    public @Nullable Attr attributes(long id) {
        return valid(attributes.get(id), id);
    }

    public void learn(Attr attr, long moment) {
        attributes.put(attr.id(), known(attr, moment));
    }

    /** A child's id, {@link #ABSENT}, or null if the node has to be asked. */
    public @Nullable Long child(long directory, String name) {
        Long child = valid(names.get(new Name(directory, name)), entriesOf(directory));
        if (child != null) {
            return child;
        }
        var listing = valid(listings.get(directory), entriesOf(directory));
        return listing == null || listing.containsKey(name) ? null : Long.valueOf(ABSENT);
    }

    public void learnChild(long directory, String name, Attr attr, long moment) {
        names.put(new Name(directory, name), known(attr.id(), moment));
        // an invalidation of the directory may stand for one of the child: a removal is announced for the parent alone
        if (changes.isUnchangedSince(entriesOf(directory), moment)) {
            learn(attr, moment);
        }
    }

    public void learnAbsent(long directory, String name, long moment) {
        names.put(new Name(directory, name), known(ABSENT, moment));
    }

    /** The entries of a directory without {@code .} and {@code ..}, if all of them and their attributes are known. */
    public @Nullable List<Entry> listing(long directory) {
        var known = listings.get(directory);
        var listing = valid(known, entriesOf(directory));
        if (known == null || listing == null) {
            return null;
        }
        boolean isCurrent = listing.values().stream()
                .allMatch(entry -> changes.isUnchangedSince(entry.attr().id(), known.moment));
        return isCurrent ? List.copyOf(listing.values()) : null;
    }

    /** @param entries all that the directory has, without {@code .} and {@code ..} */
    public void learnListing(long directory, List<Entry> entries, long moment) {
        if (entries.size() > MAX_LISTED) {
            return;
        }
        Map<String, Entry> byName = LinkedHashMap.newLinkedHashMap(entries.size());
        entries.forEach(entry -> byName.put(entry.name(), entry));
        listings.put(directory, known(byName, moment));
    }

    private <T> Known<T> known(T value, long moment) {
        return new Known<>(value, moment, System.nanoTime() + lifeNanos);
    }

    private <T> @Nullable T valid(@Nullable Known<T> known, long object) {
        if (known == null || known.until - System.nanoTime() <= 0) {
            return null;
        }
        return changes.isUnchangedSince(object, known.moment) ? known.value : null;
    }

    // node ids are positive, so the negative numbers are free to stand for the entries of a directory
    private static long entriesOf(long directory) {
        return ~directory;
    }

    /** A map that forgets what was not used for the longest time. */
    private static final class Lru<K, V> {

        private final ReentrantLock lock = new ReentrantLock();
        private final Map<K, V> map;

        Lru(int limit) {
            map = new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                    return size() > limit;
                }
            };
        }

        @Nullable V get(K key) {
            lock.lock();
            try {
                return map.get(key);
            } finally {
                lock.unlock();
            }
        }

        void put(K key, V value) {
            lock.lock();
            try {
                map.put(key, value);
            } finally {
                lock.unlock();
            }
        }
    }
}
