package io.spiderweb.mount.link;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.MountOptions;
import io.spiderweb.mount.cache.NodeCache;
import io.spiderweb.transport.Backoff;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.Reconnector;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Export;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One endpoint: connects in the background when first needed, and again whenever the connection was lost. */
public final class NodeLink implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NodeLink.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final MountOptions options;
    private final NodeCache cache = new NodeCache();
    private final Dialer dialer;

    private final ReentrantLock lock = new ReentrantLock();
    private EndpointSpec spec;
    private LinkState state = new LinkState.Idle();
    private LinkHealth health = LinkHealth.UNKNOWN;
    private CompletableFuture<Session> next = new CompletableFuture<>();
    private @Nullable Reconnector<Session> reconnector;
    private @Nullable Export export;
    private int openFiles;
    private boolean retired;
    private boolean closed;

    public NodeLink(WsClient client, EndpointSpec spec, MountOptions options) {
        this.spec = spec;
        this.options = options;
        this.dialer = new Dialer(client, options, new Subscription(cache, options.uncheckedLife()));
    }

    public NodeCache cache() {
        return cache;
    }

    public EndpointSpec spec() {
        return locked(() -> spec);
    }

    public LinkState state() {
        return locked(() -> state);
    }

    public LinkHealth health() {
        return locked(() -> health);
    }

    /** The export as the node described it last; null until the first connection. */
    public @Nullable Export export() {
        lock.lock();
        try {
            return export;
        } finally {
            lock.unlock();
        }
    }

    public boolean isUp() {
        return state() instanceof LinkState.Up;
    }

    /** A new token is shown at the next hello; a connection that is open stays. */
    public void useToken(EndpointSpec renewed) {
        lock.lock();
        try {
            spec = renewed;
        } finally {
            lock.unlock();
        }
    }

    /** Begins to connect, unless that was done before. */
    public void start() {
        lock.lock();
        try {
            if (reconnector == null && !closed) {
                state = new LinkState.Connecting(System.nanoTime());
                reconnector = Reconnector.start(label(), this::open, BACKOFF);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Completes when the node is up; at once, if it is. With one-shot options it fails when an attempt did. */
    public CompletableFuture<Session> whenUp() {
        start();
        // a connection that has just been lost is noticed here a moment before it is reported
        return locked(() -> state instanceof LinkState.Up(Session session) && session.isOpen()
                ? CompletableFuture.completedFuture(session)
                : next.copy());
    }

    /**
     * The connection, waiting for it.
     *
     * @param limit how long the caller can wait
     * @throws FsException ETIMEDOUT with the reason, if there is none in time or the node has been away for long already
     */
    public Session await(Duration limit) throws FsException {
        CompletableFuture<Session> up = whenUp();
        try {
            return up.get(Math.min(limit.toNanos(), patienceLeft()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw unreachable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FsException(Errno.EINTR, "interrupted while waiting for " + label());
        }
    }

    /** How long it is worth to wait for this node from now, in nanoseconds. */
    public long patienceLeft() {
        long patience = options.patience().toNanos();
        return switch (state()) {
            case LinkState.Down down when down.refuses() -> 0;
            case LinkState.Down down -> Math.max(0, down.since() + patience - System.nanoTime());
            case LinkState.Connecting connecting -> Math.max(0, connecting.since() + patience - System.nanoTime());
            case LinkState.Idle idle -> patience;
            case LinkState.Up up -> patience;
        };
    }

    /** Why this link cannot be used right now. */
    public FsException unreachable() {
        return switch (state()) {
            case LinkState.Down down
            when down.refuses() -> new FsException(down.errno(), label() + ": " + down.reason());
            case LinkState.Down down ->
                new FsException(Errno.ETIMEDOUT, label() + " cannot be reached: " + down.reason());
            default -> new FsException(Errno.ETIMEDOUT, label() + " does not answer");
        };
    }

    /** An open file needs this link, even when the endpoint is removed. */
    public void opened() {
        lock.lock();
        try {
            openFiles++;
        } finally {
            lock.unlock();
        }
    }

    public void released() {
        lock.lock();
        try {
            openFiles--;
        } finally {
            lock.unlock();
        }
        closeIfUnused();
    }

    /** The endpoint is not wanted any more: closes when its last open file does. */
    public void retire() {
        lock.lock();
        try {
            retired = true;
        } finally {
            lock.unlock();
        }
        closeIfUnused();
    }

    @Override
    public void close() {
        Reconnector<Session> running;
        lock.lock();
        try {
            closed = true;
            running = reconnector;
            reconnector = null;
            state = new LinkState.Down(Errno.ENODEV, "it is not used any more", System.nanoTime());
            next.completeExceptionally(new FsException(Errno.EIO, "closed"));
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.close();
        }
    }

    /** How messages name it. */
    public String label() {
        return locked(() -> "node " + spec.name() + " (" + spec.url() + ")");
    }

    private boolean isClosed() {
        return locked(() -> closed);
    }

    private void closeIfUnused() {
        boolean unused = locked(() -> retired && !closed && openFiles == 0);
        if (unused) {
            close();
        }
    }

    private Session open(Consumer<String> reconnect) throws IOException {
        if (isClosed()) {
            throw new ConnectionLostException("it is closed");
        }
        Attempt attempt = new Attempt((session, reason) -> lost(session, reason, reconnect));
        try {
            return attempt.succeeded(dialer.dial(spec(), attempt::lost), this::up);
        } catch (FsException e) {
            down(e.errno(), String.valueOf(e.getMessage()));
            throw e;
        } catch (IOException e) {
            down(Errno.ETIMEDOUT, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void up(Session session) {
        CompletableFuture<Session> waiting;
        lock.lock();
        try {
            state = new LinkState.Up(session);
            export = session.export();
            health = health.succeeded(System.currentTimeMillis());
            waiting = next;
            next = new CompletableFuture<>();
        } finally {
            lock.unlock();
        }
        waiting.complete(session);
    }

    private void lost(Session session, String reason, Consumer<String> reconnect) {
        if (isClosed()) {
            return;
        }
        LOG.warnf("Lost %s: %s", label(), reason);
        down(Errno.ETIMEDOUT, reason);
        // the other socket of the two
        session.close();
        reconnect.accept(reason);
    }

    private void down(Errno errno, String reason) {
        CompletableFuture<Session> waiting = null;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            long since = switch (state) {
                case LinkState.Down down -> down.since();
                case LinkState.Connecting connecting -> connecting.since();
                default -> System.nanoTime();
            };
            state = new LinkState.Down(errno, reason, since);
            health = health.failed(System.currentTimeMillis());
            // waiting helps neither a command that wants its answer now nor against a refusal
            if (options.oneShot() || errno != Errno.ETIMEDOUT) {
                waiting = next;
                next = new CompletableFuture<>();
            }
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.completeExceptionally(unreachable());
        }
    }

    private <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }
}
