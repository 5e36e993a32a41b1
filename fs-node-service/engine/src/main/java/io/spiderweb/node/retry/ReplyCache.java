package io.spiderweb.node.retry;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The replies of all clients, each kept over its connections and for some time after the last one. */
public final class ReplyCache {

    /**
     * How much is remembered. A client says which replies it has, so that usually only those in flight are here.
     *
     * @param clients those that are away included
     * @param perClient replies
     * @param total replies
     * @param grace how long a client's replies wait for it to come back
     */
    public record Limits(int clients, int perClient, int total, Duration grace) {
        public static final Limits DEFAULT = new Limits(8192, 1024, 65_536, Duration.ofSeconds(60));
    }

    private record Key(String holder, String clientId) {}

    private final Limits limits;
    private final AtomicInteger size = new AtomicInteger();
    private final Map<Key, Replies> clients = new HashMap<>();

    public ReplyCache(Limits limits) {
        this.limits = limits;
    }

    /**
     * A connection begins; {@link #leave} ends it.
     *
     * @param holder who the client's grant is for: nobody else gets its replies, whatever client id they name
     */
    public synchronized Replies join(String holder, String clientId) {
        Key key = new Key(holder, clientId);
        Replies known = clients.get(key);
        if (known == null) {
            makeRoom();
        }
        Replies replies = known == null ? new Replies(limits, size) : known;
        clients.put(key, replies);
        replies.connections++;
        return replies;
    }

    public synchronized void leave(Replies replies) {
        if (--replies.connections == 0) {
            long now = System.nanoTime();
            replies.since = now;
            CompletableFuture.delayedExecutor(limits.grace.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> forgetIfAway(replies, now));
        }
    }

    public int size() {
        return size.get();
    }

    private synchronized void forgetIfAway(Replies replies, long since) {
        if (replies.connections == 0
                && replies.since == since
                && clients.values().remove(replies)) {
            replies.forgetAll();
        }
    }

    private void makeRoom() {
        if (clients.size() >= limits.clients) {
            clients.values().stream()
                    .filter(replies -> replies.connections == 0)
                    .min(Comparator.comparingLong(replies -> replies.since))
                    .ifPresent(replies -> forgetIfAway(replies, replies.since));
        }
    }
}
