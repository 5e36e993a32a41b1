package io.spiderweb.transport;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One open WebSocket connection of a client: frames in through a {@link Mailbox}, out through an {@link Outbox}. */
public final class Socket implements AutoCloseable {

    private final Endpoint endpoint;
    private final Vertx vertx;
    private final WebSocket socket;
    private final Consumer<String> onClose;
    private final Outbox outbox;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable String closing;
    // of System.nanoTime()
    private volatile long heardAt = System.nanoTime();

    private Socket(Vertx vertx, WebSocket socket, Endpoint endpoint, Consumer<String> onClose) {
        this.vertx = vertx;
        this.socket = socket;
        this.endpoint = endpoint;
        this.onClose = onClose;
        this.outbox = new Outbox(
                new Outbox.Sink() {
                    @Override
                    public CompletionStage<Void> send(String frame) {
                        return socket.writeTextMessage(frame).toCompletionStage();
                    }

                    @Override
                    public void close(int code, String reason) {
                        shut(code, reason);
                    }
                },
                Outbox.DEFAULT_LIMIT);
    }

    static Socket over(
            Vertx vertx,
            WebSocket webSocket,
            Endpoint endpoint,
            Heartbeat heartbeat,
            Mailbox.Handler frames,
            Consumer<String> onClose) {
        Socket socket = new Socket(vertx, webSocket, endpoint, onClose);
        Mailbox mailbox = Mailbox.start(
                "frames of " + endpoint.uri(),
                Mailbox.Limits.DEFAULT,
                frames,
                () -> socket.shut(Outbox.CLOSE_POLICY, "its frames could not be handled"));
        webSocket.textMessageHandler(frame -> {
            socket.heardAt = System.nanoTime();
            mailbox.offer(frame);
        });
        webSocket.pongHandler(pong -> socket.heardAt = System.nanoTime());
        webSocket.exceptionHandler(failure -> socket.closing = failure.getMessage());
        long timer = vertx.setPeriodic(heartbeat.interval().toMillis(), id -> socket.beat(heartbeat));
        webSocket.closeHandler(nothing -> {
            vertx.cancelTimer(timer);
            mailbox.drain(socket::ended);
        });
        return socket;
    }

    /** Sends a frame without waiting; false when the connection is closed or its peer has stopped reading. */
    public boolean send(String frame) {
        return outbox.send(frame);
    }

    public boolean isOpen() {
        return outbox.isOpen() && !socket.isClosed();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        outbox.close(1000, "");
    }

    private void beat(Heartbeat heartbeat) {
        if (System.nanoTime() - heardAt > heartbeat.silence().toNanos()) {
            String reason = "not heard from for " + heartbeat.silence().toSeconds() + " s";
            closing = reason;
            // a peer that is silent answers no close frame either
            outbox.close(1001, reason);
            ended();
        } else {
            socket.writePing(Buffer.buffer("beat"));
        }
    }

    private void shut(int code, String reason) {
        if (closing == null && !reason.isEmpty()) {
            closing = reason;
        }
        vertx.runOnContext(nothing -> socket.close((short) code, reason));
    }

    private void ended() {
        if (ended.compareAndSet(false, true)) {
            String why = closing != null
                    ? closing
                    : socket.closeReason() != null && !socket.closeReason().isBlank()
                            ? socket.closeReason()
                            : "the peer closed the connection";
            Thread.ofVirtual().name("close of " + endpoint.uri()).start(() -> onClose.accept(why));
        }
    }
}
