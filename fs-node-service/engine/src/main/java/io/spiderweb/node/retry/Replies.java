package io.spiderweb.node.retry;

import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.RetryId;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What one client's changes were answered with. A change is made once, however often and over how many connections it comes. */
public final class Replies {

    /** A change that takes longer than this is stuck: no client waits as long. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A change. */
    @FunctionalInterface
    public interface Change {
        FsReply make() throws IOException;
    }

    private final long id = ThreadLocalRandom.current().nextLong(1, 1L << 53);
    private final ReplyCache.Limits limits;
    private final AtomicInteger total;
    private final SortedMap<Long, CompletableFuture<FsReply>> replies = new TreeMap<>();

    /** Of ids up to this one nothing is known any more. */
    private long forgotten;

    // these two belong to the cache and are used under its lock
    int connections;
    long since;

    Replies(ReplyCache.Limits limits, AtomicInteger total) {
        this.limits = limits;
        this.total = total;
    }

    /** Another one if these are other replies, such as those of another process. */
    public long id() {
        return id;
    }

    /**
     * Makes a change, or waits for the outcome of the one of the same id that was made, or is being made.
     *
     * @throws IOException what the change failed with; EIO for an id that is not remembered
     */
    public FsReply once(RetryId id, Change change) throws IOException {
        CompletableFuture<FsReply> mine = new CompletableFuture<>();
        CompletableFuture<FsReply> earlier = begin(id, mine);
        if (earlier != null) {
            return outcome(earlier);
        }
        try {
            FsReply reply = change.make();
            mine.complete(reply);
            return reply;
        } catch (Throwable e) {
            mine.completeExceptionally(e);
            throw e;
        }
    }

    synchronized void forgetAll() {
        forgetUpTo(Long.MAX_VALUE - 1);
    }

    private synchronized @Nullable CompletableFuture<FsReply> begin(RetryId id, CompletableFuture<FsReply> mine)
            throws FsException {
        forgetUpTo(id.answered());
        CompletableFuture<FsReply> earlier = replies.get(id.rid());
        if (earlier == null) {
            if (id.rid() <= forgotten) {
                throw new FsException(
                        Errno.EIO, "request " + id.rid() + " came too late: whether it was done is not known any more");
            }
            while (!replies.isEmpty() && (replies.size() >= limits.perClient() || total.get() >= limits.total())) {
                forgetUpTo(replies.firstKey());
            }
            replies.put(id.rid(), mine);
            total.incrementAndGet();
        }
        return earlier;
    }

    private void forgetUpTo(long id) {
        SortedMap<Long, CompletableFuture<FsReply>> old = replies.headMap(id + 1);
        total.addAndGet(-old.size());
        old.clear();
        forgotten = Math.max(forgotten, id);
    }

    private static FsReply outcome(CompletableFuture<FsReply> earlier) throws IOException {
        try {
            return earlier.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException("it failed before", e.getCause());
        } catch (TimeoutException e) {
            throw new FsException(Errno.ETIMEDOUT, "the same request is under way, and does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FsException(Errno.EINTR, "interrupted");
        }
    }
}
