package io.spiderweb.node.event;

import io.spiderweb.wire.fs.FsEvent;
import io.spiderweb.wire.fs.FsRequest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of this process in one numbered stream, with the newest kept for clients that come back ({@code events-1}).
 * Handing an event to a connection never waits, so everybody has it in the same order and before the reply that follows.
 */
public final class EventLog {

    private final int capacity;
    private final long epoch = new SecureRandom().nextLong(1, Long.MAX_VALUE);
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Numbered> kept = new ArrayDeque<>();
    private final Set<Listener> listeners = new LinkedHashSet<>();
    private long seq;

    /** @param capacity how many events are kept */
    public EventLog(int capacity) {
        this.capacity = capacity;
    }

    /** Names this process's stream. */
    public long epoch() {
        return epoch;
    }

    /** How many events there have been. */
    public long seq() {
        lock.lock();
        try {
            return seq;
        } finally {
            lock.unlock();
        }
    }

    /** @param origin whose request made the changes; it hears of them even if it wants no events */
    public void publish(List<FsEvent> events, @Nullable Listener origin) {
        lock.lock();
        try {
            for (FsEvent event : events) {
                publish(new Numbered(event, ++seq), origin);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets a connection in, or in anew after a further hello.
     *
     * @param position where its stream broke off, if it had one
     * @param welcome sends the hello reply; gets the newest event's number, and whether the missed ones follow at once (null
     *     where the client did not ask)
     */
    public void join(
            Listener listener, FsRequest.@Nullable Position position, BiConsumer<Long, @Nullable Boolean> welcome) {
        lock.lock();
        try {
            boolean resumes = position != null && isKept(position);
            welcome.accept(seq, position == null ? null : (Boolean) resumes);
            listeners.add(listener);
            if (position != null && resumes) {
                replay(listener, position.seq());
            }
        } finally {
            lock.unlock();
        }
    }

    public void leave(Listener listener) {
        lock.lock();
        try {
            listeners.remove(listener);
        } finally {
            lock.unlock();
        }
    }

    /** Changes were missed: nobody may resume across this point, and everybody starts anew. */
    public void interrupt() {
        List<Listener> all;
        lock.lock();
        try {
            seq++;
            kept.clear();
            all = List.copyOf(listeners);
        } finally {
            lock.unlock();
        }
        all.forEach(Listener::interrupted);
    }

    private void replay(Listener listener, long after) {
        for (Numbered event : kept) {
            if (event.seq() > after && listener.wants(event.subject())) {
                listener.send(event.frame(true));
            }
        }
    }

    // identity: a listener has no other equality
    @SuppressWarnings("ReferenceEquality")
    private void publish(Numbered event, @Nullable Listener origin) {
        kept.add(event);
        if (kept.size() > capacity) {
            kept.remove();
        }
        for (Listener listener : listeners) {
            if (listener == origin || listener.wants(event.subject())) {
                listener.send(event.frame(listener.numbered()));
            }
        }
    }

    private boolean isKept(FsRequest.Position position) {
        return position.epoch() == epoch && position.seq() <= seq && position.seq() >= seq - kept.size();
    }
}
