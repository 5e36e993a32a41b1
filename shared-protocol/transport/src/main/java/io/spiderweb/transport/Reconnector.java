package io.spiderweb.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection open: opens it in the background, and again, after a back-off, whenever it was lost.
 *
 * @param <C> the connection, negotiated and ready for use
 */
public final class Reconnector<C extends AutoCloseable> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Reconnector.class);

    /** Opens a connection; must call {@code lost} once when it ends. */
    @FunctionalInterface
    public interface Opener<C> {
        C open(Consumer<String> lost) throws IOException;
    }

    private final String name;
    private final Opener<C> opener;
    private final Backoff backoff;
    private final Thread worker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable C current;
    private String lastFailure = "not connected yet";
    private int attempts;
    private boolean closed;

    private Reconnector(String name, Opener<C> opener, Backoff backoff) {
        this.name = name;
        this.opener = opener;
        this.backoff = backoff;
        this.worker = Thread.ofVirtual().name("connection to " + name).unstarted(this::work);
    }

    /** @param name of the peer, for messages */
    public static <C extends AutoCloseable> Reconnector<C> start(String name, Opener<C> opener, Backoff backoff) {
        Reconnector<C> reconnector = new Reconnector<>(name, opener, backoff);
        reconnector.worker.start();
        return reconnector;
    }

    /** The connection, if there is one right now. */
    public @Nullable C current() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The connection, waiting for it if there is none.
     *
     * @throws ConnectionLostException with the last attempt's reason, when there is none in time
     */
    public C await(Duration timeout) throws ConnectionLostException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (current == null && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            if (current == null) {
                throw new ConnectionLostException(name + " cannot be reached: " + lastFailure);
            }
            return current;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while waiting for " + name, e);
        } finally {
            lock.unlock();
        }
    }

    /** Why there is no connection, for people. */
    public String lastFailure() {
        lock.lock();
        try {
            return lastFailure;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        C connection;
        lock.lock();
        try {
            closed = true;
            connection = current;
            current = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        worker.interrupt();
        close(connection);
    }

    private void work() {
        try {
            while (connect()) {
                awaitLoss();
            }
        } catch (InterruptedException e) {
            // only close() interrupts
        }
    }

    /** Tries until it works; false when this was closed. */
    private boolean connect() throws InterruptedException {
        while (!isClosed()) {
            try {
                Loss loss = new Loss();
                C connection = opener.open(loss);
                return adopt(connection, loss);
            } catch (IOException | RuntimeException e) {
                // nothing that one attempt does may end the attempts
                failed(e);
            }
        }
        return false;
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private final class Loss implements Consumer<String> {
        private @Nullable C connection;
        private @Nullable String reason;

        // identity: a connection has no other equality
        @SuppressWarnings("ReferenceEquality")
        private boolean isCurrent() {
            return connection != null && current == connection;
        }

        @Override
        public void accept(String why) {
            lock.lock();
            try {
                reason = why;
                if (isCurrent()) {
                    current = null;
                    lastFailure = why;
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean adopt(C connection, Loss loss) {
        lock.lock();
        try {
            if (!closed) {
                if (attempts > 0) {
                    LOG.infof("Connected to %s after %d failed attempts", name, attempts);
                }
                loss.connection = connection;
                if (loss.reason == null) {
                    attempts = 0;
                    current = connection;
                } else {
                    lastFailure = loss.reason;
                }
                changed.signalAll();
                return true;
            }
        } finally {
            lock.unlock();
        }
        close(connection);
        return false;
    }

    private void failed(Exception e) throws InterruptedException {
        lock.lock();
        try {
            String reason = String.valueOf(e.getMessage());
            if (attempts++ == 0 && !closed) {
                LOG.warnf("%s cannot be reached, retrying: %s", name, reason);
            }
            lastFailure = reason;
            pause();
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        long left = backoff.delay(attempts).toNanos();
        while (left > 0 && !closed) {
            left = changed.awaitNanos(left);
        }
    }

    private void awaitLoss() throws InterruptedException {
        lock.lock();
        try {
            while (current != null && !closed) {
                changed.await();
            }
            // a server that accepts and closes at once must not be hammered
            if (attempts++ > 0) {
                pause();
            }
        } finally {
            lock.unlock();
        }
    }

    private void close(@Nullable C connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (Exception e) {
                LOG.debugf(e, "Closing the connection to %s", name);
            }
        }
    }
}
