package io.spiderweb.gateway.control;

import io.spiderweb.gateway.session.Sessions;
import io.spiderweb.transport.Backoff;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.control.ConnectionRequest;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlReply;
import io.spiderweb.wire.control.ControlRequest;
import io.spiderweb.wire.control.SessionReply;
import io.spiderweb.wire.control.SessionRequest;
import io.spiderweb.wire.control.TopologyEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A client's way to the control plane. Its frames go there as they came, with the client's own bearer, over one connection that is
 * opened when it is first needed. When that connection breaks, the operation in flight fails, and the next one (or, for a client
 * that wants pushes, the next moment) finds a new connection with the same negotiation, sessions and subscription.
 */
public final class Upstream implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Upstream.class);

    private final WsClient client;
    private final Supplier<Endpoint> endpoint;
    private final Consumer<String> pushes;
    private final Duration timeout;

    /** Held while an operation is under way: the connection holds one. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable UpstreamLink link;
    private volatile Sessions sessions = Sessions.UNKNOWN;
    private volatile boolean subscribed;
    private volatile boolean closed;

    /**
     * @param endpoint with the client's bearer; asked for at each connection, and may block
     * @param pushes receives push frames as they came; must not block
     * @param timeout of one operation
     */
    public Upstream(WsClient client, Supplier<Endpoint> endpoint, Consumer<String> pushes, Duration timeout) {
        this.client = client;
        this.endpoint = endpoint;
        this.pushes = pushes;
        this.timeout = timeout;
    }

    /** The sessions that were confirmed last. */
    public Sessions sessions() {
        return sessions;
    }

    /** The sessions of this client; asks the control plane if nobody has yet. */
    public Sessions awaitSessions() throws IOException, InterruptedException {
        if (!sessions.isKnown()) {
            lock.lockInterruptibly();
            try {
                open();
            } finally {
                lock.unlock();
            }
        }
        return sessions;
    }

    /**
     * Passes an operation on and waits for its reply.
     *
     * @return the reply as it came
     * @throws IOException if the control plane cannot be reached, or the connection broke meanwhile; whether the operation was
     *     done is then unknown
     */
    public String forward(ControlFrame.Request request) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            UpstreamLink.Answer answer = open().exchange(request.text(), timeout);
            observe(request, answer.frame());
            return answer.text();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        // the lock may be held by an operation that this very close is to end
        UpstreamLink open = link;
        if (open != null) {
            open.close();
        }
    }

    private UpstreamLink open() throws IOException, InterruptedException {
        UpstreamLink current = link;
        if (current != null && current.isOpen()) {
            return current;
        }
        UpstreamLink fresh = connect();
        try {
            replay(fresh);
        } catch (IOException | InterruptedException e) {
            fresh.close();
            throw e;
        }
        boolean isAnother = link != null;
        link = fresh;
        if (isAnother && subscribed) {
            // what was pushed while there was no connection is lost, and the client cannot know
            pushes.accept(
                    ControlCodec.encode(TopologyEvent.Changed.unknown("gateway.reconnected", System.currentTimeMillis())
                            .toPush()));
        }
        if (closed) {
            fresh.close();
        }
        return fresh;
    }

    private UpstreamLink connect() throws IOException {
        return UpstreamLink.open(client, endpoint.get(), pushes, () -> {
            if (subscribed && !closed) {
                Thread.ofVirtual().name("upstream of a subscriber").start(this::reopen);
            }
        });
    }

    private void replay(UpstreamLink fresh) throws IOException, InterruptedException {
        ControlFrame.FromServer version =
                ask(fresh, ControlOperation.VERSION, new ConnectionRequest.Version(ConnectionRequest.PROTOCOL));
        if (version instanceof ControlFrame.Failed failed) {
            throw new UpstreamException("the control plane refused: " + failed.message());
        }
        for (SessionRequest request : sessions.replay()) {
            restore(fresh, request);
        }
        if (subscribed) {
            ask(fresh, ControlOperation.DEBUG_SUBSCRIBE, new ConnectionRequest.DebugSubscribe());
        }
        ControlFrame.FromServer list = ask(fresh, ControlOperation.SESSION_LIST, new SessionRequest.ListAll());
        if (list instanceof ControlFrame.Failed failed) {
            sessions = switch (failed.code()) {
                case PROVISIONING_REQUIRED, LAST_TARGET_INVALID ->
                    sessions.gated(new Sessions.Gate(failed.code(), failed.message()));
                // a node or an invite: it may call its few operations, and has no sessions
                case FORBIDDEN -> Sessions.NONE;
                default ->
                    throw new UpstreamException("the control plane does not tell the sessions: " + failed.message());
            };
        } else {
            payload(list, SessionReply.Sessions.class).ifPresent(all -> sessions = sessions.listed(all));
        }
    }

    private void restore(UpstreamLink fresh, SessionRequest request) throws IOException, InterruptedException {
        boolean attach = request instanceof SessionRequest.Attach;
        ControlFrame.FromServer answer =
                ask(fresh, attach ? ControlOperation.SESSION_ATTACH : ControlOperation.SESSION_RESUME, request);
        if (answer instanceof ControlFrame.Failed failed && request instanceof SessionRequest.Attach lost) {
            // forgotten, but not silently: otherwise the client would go on as another agent
            sessions = sessions.lost(lost.sessionKey());
            throw new UpstreamException("session " + lost.sessionKey()
                    + " was lost with the connection to the control plane, attach it again: " + failed.message());
        }
    }

    private ControlFrame.FromServer ask(UpstreamLink fresh, ControlOperation operation, ControlRequest request)
            throws UpstreamException, InterruptedException {
        return fresh.exchange(ControlCodec.encode("gateway", operation, request), timeout)
                .frame();
    }

    private void observe(ControlFrame.Request request, ControlFrame.FromServer answer) {
        if (answer instanceof ControlFrame.Event) {
            subscribed = request.operation() == ControlOperation.DEBUG_SUBSCRIBE;
        }
        switch (request.operation()) {
            case SESSION_ATTACH ->
                payload(answer, SessionReply.Attached.class).ifPresent(attached -> {
                    if (request.request() instanceof Decoded.Ok<?, ?>(SessionRequest.Attach attach)) {
                        sessions = sessions.attached(attach, attached);
                    }
                });
            case SESSION_RESUME ->
                payload(answer, SessionReply.Attached.class).ifPresent(resumed -> sessions = sessions.resumed(resumed));
            case SESSION_CLOSE ->
                payload(answer, SessionReply.Closed.class).ifPresent(gone -> sessions = sessions.closed(gone));
            default -> {}
        }
    }

    /** For a client that waits for pushes and so sends nothing that would open a new connection. */
    private void reopen() {
        for (int failures = 1; !closed; failures++) {
            try {
                Thread.sleep(Backoff.DEFAULT.delay(failures));
                lock.lockInterruptibly();
                try {
                    if (!closed) {
                        open();
                    }
                    return;
                } finally {
                    lock.unlock();
                }
            } catch (IOException e) {
                LOG.debugf("no way to the control plane for a subscriber yet: %s", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The payload of a success; nothing for an error, and for one that cannot be understood. */
    private static <T extends ControlReply> Optional<T> payload(ControlFrame.FromServer answer, Class<T> type) {
        return answer instanceof ControlFrame.Reply reply
                ? ControlCodec.payload(reply.payload(), type).fold(Optional::of, unreadable -> Optional.empty())
                : Optional.empty();
    }
}
