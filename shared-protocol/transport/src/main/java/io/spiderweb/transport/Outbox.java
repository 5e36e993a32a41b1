package io.spiderweb.transport;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bounded outbound side of one connection: counts the characters of frames that were handed over and have not left yet. A peer
 * that does not read is cut off when the limit is reached; nobody waits for it.
 */
public final class Outbox {

    /** Two of the largest frames and some small ones. */
    public static final long DEFAULT_LIMIT = 16 << 20;

    /** Policy violated ({@code RFC 6455 7.4.1}): the peer reads too slowly, or floods. */
    public static final int CLOSE_POLICY = 1008;

    /** Where frames go, in the order of the calls. */
    public interface Sink {

        /** Completes when the frame has left this process, exceptionally when it cannot. */
        CompletionStage<Void> send(String frame);

        void close(int code, String reason);
    }

    private final Sink sink;
    private final long limit;
    private final AtomicLong pending = new AtomicLong();
    private final AtomicBoolean open = new AtomicBoolean(true);

    public Outbox(Sink sink, long limit) {
        this.sink = sink;
        this.limit = limit;
    }

    /** Sends a frame without waiting. False: it was dropped, because the connection is closed or has just been cut off. */
    public boolean send(String frame) {
        if (!open.get()) {
            return false;
        }
        long size = frame.length();
        long before = pending.getAndAdd(size);
        if (before > 0 && before + size > limit) {
            close(CLOSE_POLICY, "you read too slowly: " + before + " characters wait for you");
            return false;
        }
        sink.send(frame).whenComplete((done, failure) -> {
            pending.addAndGet(-size);
            if (failure != null) {
                open.set(false);
            }
        });
        return true;
    }

    /** Closes the connection, at most once. */
    public void close(int code, String reason) {
        if (open.compareAndSet(true, false)) {
            sink.close(code, reason);
        }
    }

    public boolean isOpen() {
        return open.get();
    }

    public long pendingCharacters() {
        return pending.get();
    }
}
