package io.spiderweb.node.app;

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
import io.spiderweb.node.FsNode;
import io.spiderweb.node.NodeConnection;
import io.spiderweb.service.log.LogContext;
import io.spiderweb.transport.Outbox;
import io.spiderweb.wire.fs.FsProtocol;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Where clients connect. It only moves frames; everything else is the engine's. */
@WebSocket(path = FsProtocol.PATH, inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class FsSocket {

    private static final Logger LOG = Logger.getLogger(FsSocket.class);
    private static final TypedKey<NodeConnection> CONNECTION = new TypedKey<>("connection");

    private final FsNode node;

    @Inject
    FsSocket(FsNode node) {
        this.node = node;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection socket) {
        socket.userData().put(CONNECTION, node.accept(new Sink(socket), socket.id()));
        try (var _ = LogContext.connection(socket.id()).open()) {
            LOG.info("opened");
        }
    }

    @OnTextMessage
    @NonBlocking
    void receive(WebSocketConnection socket, String frame) {
        socket.userData().get(CONNECTION).receive(frame);
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection socket, CloseReason reason) {
        socket.userData().get(CONNECTION).close();
        try (var _ = LogContext.connection(socket.id()).open()) {
            LOG.infof("closed with code %d", reason.getCode());
        }
    }

    // a peer that vanishes in the middle of a frame is no event of ours
    @OnError
    @NonBlocking
    void fail(WebSocketConnection socket, Throwable failure) {
        LOG.debugf("connection %s broke: %s", socket.id(), failure);
        new Sink(socket).close(CloseReason.INTERNAL_SERVER_ERROR.getCode(), "");
    }

    private record Sink(WebSocketConnection socket) implements Outbox.Sink {
        @Override
        public CompletionStage<Void> send(String frame) {
            return socket.sendText(frame).subscribeAsCompletionStage();
        }

        @Override
        public void close(int code, String reason) {
            socket.close(new CloseReason(code, reason)).subscribe().with(nothing -> {}, alreadyClosed -> {});
        }
    }
}
