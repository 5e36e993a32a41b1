package io.spiderweb.control.endpoint;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.spiderweb.control.connections.Connection;
import io.spiderweb.service.log.LogContext;
import io.spiderweb.transport.Mailbox;
import io.spiderweb.transport.Outbox;
import io.spiderweb.wire.control.Principal;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A connection between the socket, whose thread must not block, and its conversation, which may. */
final class Client implements Connection {

    /** How much may wait for a client that reads slowly; the largest status has far less. */
    private static final long MAX_UNREAD = 8 << 20;

    private static final Logger LOG = Logger.getLogger(Client.class);

    private final LogContext context;
    private final Peer peer;
    private final Conversation.Services services;
    private final Outgoing outgoing;
    private final Mailbox mailbox;

    // made by the first frame, on the thread that may block
    private volatile @Nullable Conversation conversation;
    private volatile boolean closed;

    private Client(WebSocketConnection connection, Peer peer, Conversation.Services services) {
        this.context = LogContext.connection(connection.id());
        this.peer = peer;
        this.services = services;
        this.outgoing = new Outgoing(new Outbox(new SocketSink(connection), MAX_UNREAD), MAX_UNREAD);
        this.mailbox = Mailbox.start(
                "control " + connection.id(),
                Mailbox.Limits.DEFAULT,
                this::handle,
                () -> outgoing.close(Outbox.CLOSE_POLICY, "too many frames wait to be handled: wait for the answers"));
    }

    static Client start(WebSocketConnection connection, Peer peer, Conversation.Services services) {
        Client client = new Client(connection, peer, services);
        try (var _ = client.context.open()) {
            LOG.infof("opened by %s at %s", peer.principal().id(), peer.address());
        }
        services.connections().opened(client, peer.askedNanos());
        return client;
    }

    @Override
    public Principal principal() {
        return peer.principal();
    }

    @Override
    public void end(String reason) {
        outgoing.expel(reason);
    }

    void receive(String frame) {
        mailbox.offer(frame);
    }

    /** @param code of the close frame */
    void close(int code) {
        try (var _ = context.open()) {
            LOG.infof("closed with code %d", code);
        }
        closed = true;
        services.connections().closed(this);
        mailbox.close();
        Conversation ended = conversation;
        if (ended != null) {
            ended.end();
        }
    }

    private void handle(String frame) {
        if (!outgoing.isOpen()) {
            return;
        }
        try (var _ = context.open()) {
            answer(frame);
        }
    }

    private void answer(String frame) {
        Conversation current = conversation;
        if (current == null) {
            current = new Conversation(peer, outgoing, services);
            conversation = current;
        }
        current.handle(frame);
        // a frame that was in hand when the socket closed may have subscribed
        if (closed) {
            current.end();
        }
    }

    private record SocketSink(WebSocketConnection connection) implements Outbox.Sink {

        @Override
        public CompletionStage<Void> send(String frame) {
            return connection.sendText(frame).subscribeAsCompletionStage();
        }

        @Override
        public void close(int code, String reason) {
            connection.close(new CloseReason(code, reason)).subscribe().with(nothing -> {}, alreadyClosed -> {});
        }
    }
}
