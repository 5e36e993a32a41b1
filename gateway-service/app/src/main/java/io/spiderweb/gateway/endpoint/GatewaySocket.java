package io.spiderweb.gateway.endpoint;

import io.micrometer.core.instrument.MeterRegistry;
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
import io.spiderweb.gateway.GatewayConfig;
import io.spiderweb.gateway.agent.Agents;
import io.spiderweb.gateway.auth.Client;
import io.spiderweb.gateway.control.ControlPlane;
import io.spiderweb.gateway.control.Upstream;
import io.spiderweb.gateway.job.Jobs;
import io.spiderweb.gateway.turn.Turns;
import io.spiderweb.service.log.LogContext;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.Mailbox;
import io.spiderweb.transport.Outbox;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.control.ControlCodec;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Where clients connect: puts their frames into mailboxes, and theirs only into their sockets. */
@WebSocket(path = "/", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class GatewaySocket {

    private record Line(Outbox outbox, Mailbox mailbox, ClientConnection connection, LogContext context) {}

    private static final Logger LOG = Logger.getLogger(GatewaySocket.class);

    /** Unexpected condition ({@code RFC 6455 7.4.1}). */
    private static final int CLOSE_INTERNAL = 1011;

    /** Message too big ({@code RFC 6455 7.4.1}). */
    private static final int CLOSE_TOO_BIG = 1009;

    private static final TypedKey<Line> LINE = new TypedKey<>("line");

    private final GatewayConfig config;
    private final WsClient wsClient;
    private final ControlPlane controlPlane;
    private final Revocation revocation;
    private final ClientConnection.Services services;
    private final AtomicInteger connections;

    @Inject
    GatewaySocket(
            GatewayConfig config,
            WsClient wsClient,
            ControlPlane controlPlane,
            Revocation revocation,
            Turns turns,
            Agents agents,
            Jobs jobs,
            InstantSource clock,
            MeterRegistry meters) {
        this.config = config;
        this.wsClient = wsClient;
        this.controlPlane = controlPlane;
        this.revocation = revocation;
        this.services = new ClientConnection.Services(turns, agents, jobs, clock);
        this.connections = meters.gauge("spiderweb_gateway_connections", new AtomicInteger());
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection socket) {
        Client client = socket.userData().get(Client.KEY);
        Outbox outbox = new Outbox(new Sink(socket), Outbox.DEFAULT_LIMIT);
        Endpoint endpoint = Endpoint.of(config.controlUrl(), client.bearer());
        Upstream upstream = new Upstream(
                wsClient,
                () -> controlPlane.introduced(endpoint, client.address()),
                outbox::send,
                config.controlTimeout());
        ClientConnection connection = new ClientConnection(client, outbox, upstream, services);
        LogContext context = LogContext.connection(socket.id());
        Mailbox mailbox = Mailbox.start(
                "frames of " + socket.id(),
                Mailbox.Limits.DEFAULT,
                frame -> {
                    try (var _ = context.open()) {
                        connection.handle(frame);
                    }
                },
                () -> outbox.close(Outbox.CLOSE_POLICY, "you send faster than your frames can be handled"));
        socket.userData().put(LINE, new Line(outbox, mailbox, connection, context));
        connections.incrementAndGet();
        try (var _ = context.open()) {
            LOG.infof("opened by %s", client.principal().id());
        }
        revocation.opened(socket);
    }

    /** Ends a connection whose client may not stay, after the answer to what it has in hand. */
    static void dismiss(WebSocketConnection socket, String reason) {
        Line line = socket.userData().get(LINE);
        if (line != null) {
            line.mailbox.drain(() -> line.outbox.close(Outbox.CLOSE_POLICY, reason));
        }
    }

    @OnTextMessage
    @NonBlocking
    void receive(WebSocketConnection socket, String frame) {
        Line line = socket.userData().get(LINE);
        if (isTooBig(frame)) {
            line.outbox.close(CLOSE_TOO_BIG, "a frame may have " + ControlCodec.MAX_CLIENT_FRAME + " bytes");
        } else {
            line.mailbox.offer(frame);
        }
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection socket, CloseReason reason) {
        Line line = socket.userData().remove(LINE);
        line.mailbox.close();
        line.connection.close();
        connections.decrementAndGet();
        try (var _ = line.context.open()) {
            LOG.infof("closed with code %d", reason.getCode());
        }
    }

    /** A connection that a client resets is nothing to report; anything else is our mistake. */
    @OnError
    @NonBlocking
    void fail(WebSocketConnection socket, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debugf("a connection was lost: %s", failure.getMessage());
        } else {
            LOG.error("a connection failed", failure);
        }
        Line line = socket.userData().get(LINE);
        if (line != null) {
            line.outbox.close(CLOSE_INTERNAL, "internal error");
        }
    }

    /** A character has one to three bytes, so most frames need no count. */
    private static boolean isTooBig(String frame) {
        int limit = ControlCodec.MAX_CLIENT_FRAME;
        return frame.length() > limit
                || (frame.length() > limit / 3 && frame.getBytes(StandardCharsets.UTF_8).length > limit);
    }

    private record Sink(WebSocketConnection socket) implements Outbox.Sink {
        @Override
        public CompletionStage<Void> send(String frame) {
            return socket.sendText(frame).subscribeAsCompletionStage();
        }

        @Override
        public void close(int code, String reason) {
            var _ = socket.close(new CloseReason(code, reason)).subscribeAsCompletionStage();
        }
    }
}
