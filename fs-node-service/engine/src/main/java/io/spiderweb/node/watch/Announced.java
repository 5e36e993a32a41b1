package io.spiderweb.node.watch;

import io.spiderweb.linux.Stat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The state of files when the node announced its own change to them. While a file is still in that state, a notice of
 * inotify about it tells nothing new. Bounded: what is forgotten is announced once more, which costs a client a cache entry.
 */
public final class Announced {

    /** Two equal ones mean: nothing happened between, where timestamps are fine-grained ({@link FineTimes}). */
    private record State(long size, int mode, int links, int uid, int gid, long modifiedNs, long changedNs) {
        static State of(Stat stat) {
            return new State(
                    stat.size(),
                    stat.mode(),
                    stat.links(),
                    stat.uid(),
                    stat.gid(),
                    stat.modifiedNs(),
                    stat.changedNs());
        }
    }

    private static final int CAPACITY = 16_384;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, State> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, State> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Called after a change and before its announcement, with the state that the announcement covers. */
    public void record(long node, Stat stat) {
        lock.lock();
        try {
            states.put(node, State.of(stat));
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing has happened to the file since its change was announced. */
    public boolean covers(long node, Stat stat) {
        lock.lock();
        try {
            return State.of(stat).equals(states.get(node));
        } finally {
            lock.unlock();
        }
    }
}
