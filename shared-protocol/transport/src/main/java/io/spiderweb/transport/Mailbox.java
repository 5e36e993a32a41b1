package io.spiderweb.transport;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The bounded inbox of one connection. Whoever receives a frame offers it and goes on at once; a virtual thread hands the frames
 * to the handler, one after the other, in order. A peer that sends faster than its frames are handled overflows its own mailbox
 * and loses its own connection: it costs no other connection anything.
 */
public final class Mailbox implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Mailbox.class);

    /**
     * How much may wait.
     *
     * @param frames number of frames
     * @param bytes their sizes together
     */
    public record Limits(int frames, long bytes) {

        /** Four frames of the largest size, or many small ones. */
        public static final Limits DEFAULT = new Limits(1024, 16 << 20);
    }

    @FunctionalInterface
    public interface Handler {

        /** Handles one frame. What it throws ends this mailbox as an overflow would. */
        void handle(String frame) throws Exception;
    }

    private final Limits limits;
    private final Handler handler;
    private final Runnable onOverflow;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> frames = new ArrayDeque<>();
    private long bytes;
    private boolean closed;
    private @Nullable Runnable onDrained;
    private @Nullable Thread worker;

    private Mailbox(Limits limits, Handler handler, Runnable onOverflow) {
        this.limits = limits;
        this.handler = handler;
        this.onOverflow = onOverflow;
    }

    /**
     * Starts the thread that handles the frames.
     *
     * @param onOverflow called at most once, when the limits are exceeded or the handler failed: closes the connection
     */
    public static Mailbox start(String name, Limits limits, Handler handler, Runnable onOverflow) {
        Mailbox mailbox = new Mailbox(limits, handler, onOverflow);
        mailbox.worker = Thread.ofVirtual().name(name).start(mailbox::work);
        return mailbox;
    }

    /** Queues a frame and returns at once. False: the mailbox is closed, or this frame was one too many and closed it. */
    public boolean offer(String frame) {
        long size = sizeOf(frame);
        lock.lock();
        try {
            if (closed || onDrained != null) {
                return false;
            }
            // a single frame is never refused for its size: the transport has bounded that already
            boolean fits = frames.isEmpty() || (frames.size() < limits.frames && bytes + size <= limits.bytes);
            if (fits) {
                frames.add(frame);
                bytes += size;
                changed.signal();
                return true;
            }
        } finally {
            lock.unlock();
        }
        fail();
        return false;
    }

    /** Takes no more frames; what waits is still handled, and then the callback runs: the peer is gone, its last words count. */
    public void drain(Runnable then) {
        lock.lock();
        try {
            if (!closed) {
                onDrained = then;
                changed.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        then.run();
    }

    /** Drops what waits and interrupts the handler; returns at once. */
    @Override
    public void close() {
        if (shut()) {
            interruptWorker();
        }
    }

    private void work() {
        try {
            for (String frame = take(); frame != null; frame = take()) {
                handler.handle(frame);
            }
            close();
        } catch (InterruptedException e) {
            close();
        } catch (IOException e) {
            if (!isClosed()) {
                LOG.warn(e.getMessage());
                fail();
            }
        } catch (Exception e) {
            if (!isClosed()) {
                LOG.error("A frame could not be handled; its connection is closed", e);
                fail();
            }
        } finally {
            drained();
        }
    }

    private void drained() {
        Runnable then;
        lock.lock();
        try {
            then = onDrained;
        } finally {
            lock.unlock();
        }
        if (then != null) {
            then.run();
        }
    }

    private @Nullable String take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (frames.isEmpty() && !closed && onDrained == null) {
                changed.await();
            }
            String frame = frames.poll();
            if (frame != null) {
                bytes -= sizeOf(frame);
            }
            return frame;
        } finally {
            lock.unlock();
        }
    }

    private void fail() {
        if (shut()) {
            onOverflow.run();
            interruptWorker();
        }
    }

    private void interruptWorker() {
        if (worker != null && worker != Thread.currentThread()) {
            worker.interrupt();
        }
    }

    private boolean shut() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            frames.clear();
            bytes = 0;
            changed.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    // counted as memory holds it; encoding each frame again only to count it would cost more than the bound is worth
    private static long sizeOf(String frame) {
        return frame.length();
    }
}
