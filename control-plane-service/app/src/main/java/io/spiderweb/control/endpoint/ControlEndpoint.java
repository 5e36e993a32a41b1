package io.spiderweb.control.endpoint;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.spiderweb.control.PrimaryAgent;
import io.spiderweb.control.audit.Audit;
import io.spiderweb.control.auth.MutationGate;
import io.spiderweb.control.connections.Connections;
import io.spiderweb.control.pairing.RequestRate;
import io.spiderweb.control.sessions.Sessions;
import io.spiderweb.control.topology.Subscribers;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/**
 * The WebSocket at {@code /}. It only moves frames: in through a bounded mailbox, since the server itself bounds nothing; out
 * through an outbox that cuts off who does not read.
 */
@WebSocket(path = "/", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class ControlEndpoint {

    private static final Logger LOG = Logger.getLogger(ControlEndpoint.class);
    private static final TypedKey<Client> CLIENT = new TypedKey<>("client");

    private final Conversation.Services services;

    @Inject
    ControlEndpoint(
            Operations operations,
            Sessions sessions,
            MutationGate gate,
            RequestRate requestRate,
            Subscribers subscribers,
            PrimaryAgent primaryAgent,
            Connections connections,
            Audit audit) {
        this.services = new Conversation.Services(
                operations, sessions, gate, requestRate, subscribers, primaryAgent, connections, audit);
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        Peer peer = connection.userData().get(Peer.KEY);
        connection.userData().put(CLIENT, Client.start(connection, peer, services));
    }

    @OnTextMessage
    @NonBlocking
    void receive(WebSocketConnection connection, String frame) {
        connection.userData().get(CLIENT).receive(frame);
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection, CloseReason reason) {
        connection.userData().get(CLIENT).close(reason.getCode());
    }

    // a peer that vanishes in the middle of a frame is no event of ours
    @OnError
    @NonBlocking
    void fail(WebSocketConnection connection, Throwable failure) {
        LOG.debugf("connection %s broke: %s", connection.id(), failure);
        if (connection.isOpen()) {
            connection.close(CloseReason.INTERNAL_SERVER_ERROR).subscribe().with(nothing -> {}, alreadyClosed -> {});
        }
    }
}
