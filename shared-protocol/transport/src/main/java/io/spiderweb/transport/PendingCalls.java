package io.spiderweb.transport;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection that have not been answered.
 *
 * @param <K> what ties a reply to its request: an id or a tag
 * @param <Q> what is remembered of the request
 * @param <R> the reply
 */
public final class PendingCalls<K, Q, R> {

    private record Call<Q, R>(Q request, CompletableFuture<R> reply) {}

    private final Map<K, Call<Q, R>> calls = new ConcurrentHashMap<>();
    private final int limit;
    private volatile @Nullable Throwable ended;

    /** @param limit the most calls in flight */
    public PendingCalls(int limit) {
        this.limit = limit;
    }

    /** Registers a call; its future fails with a {@link java.util.concurrent.TimeoutException} when no reply came in time. */
    public CompletableFuture<R> register(K key, Q request, Duration timeout) {
        CompletableFuture<R> reply = new CompletableFuture<>();
        if (calls.size() >= limit) {
            reply.completeExceptionally(new ConnectionLostException(limit + " requests are in flight already"));
            return reply;
        }
        calls.put(key, new Call<>(request, reply));
        var _ = reply.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> calls.remove(key));
        Throwable end = ended;
        if (end != null) {
            reply.completeExceptionally(end);
        }
        return reply;
    }

    public @Nullable Q request(K key) {
        Call<Q, R> call = calls.get(key);
        return call == null ? null : call.request;
    }

    /** False when nobody waits for it (any more). */
    public boolean complete(K key, R reply) {
        Call<Q, R> call = calls.get(key);
        return call != null && call.reply.complete(reply);
    }

    public boolean fail(K key, Throwable failure) {
        Call<Q, R> call = calls.get(key);
        return call != null && call.reply.completeExceptionally(failure);
    }

    /** Fails what is in flight and all that comes later. */
    public void end(Throwable cause) {
        ended = cause;
        calls.values().forEach(call -> call.reply.completeExceptionally(cause));
    }

    public int size() {
        return calls.size();
    }
}
