package io.spiderweb.gateway.control;

import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.Heartbeat;
import io.spiderweb.transport.Socket;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the control plane that carries a client's frames. It holds one request at a time, so that the next frame that
 * is no push is its reply, whatever ids the client uses: replies come in the order of the requests ({@code spec control 1.2}).
 */
final class UpstreamLink implements AutoCloseable {

    /** A reply as it was received, and as it was understood. */
    record Answer(ControlFrame.FromServer frame, String text) {}

    private final Socket socket;
    private final Inbox inbox;

    private UpstreamLink(Socket socket, Inbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
    }

    /**
     * Connects; nothing is negotiated yet.
     *
     * @param pushes receives push frames as they came; must not block
     * @param onClose called once when the connection has ended
     */
    static UpstreamLink open(WsClient client, Endpoint endpoint, Consumer<String> pushes, Runnable onClose)
            throws IOException {
        Inbox inbox = new Inbox(pushes);
        Socket socket = client.connect(endpoint, Heartbeat.LAX, inbox::receive, reason -> {
            inbox.end(reason);
            onClose.run();
        });
        return new UpstreamLink(socket, inbox);
    }

    boolean isOpen() {
        return socket.isOpen();
    }

    /**
     * Sends a request and waits for its reply.
     *
     * @throws UpstreamException if there is none in time; the connection is then closed, since a late reply would be taken for
     *     that of the next request
     */
    Answer exchange(String frame, Duration timeout) throws UpstreamException, InterruptedException {
        CompletableFuture<Answer> reply = inbox.expect();
        if (!socket.send(frame)) {
            throw new UpstreamException("the connection to the control plane is closed");
        }
        try {
            return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UpstreamException lost ? lost : new UpstreamException("" + e.getMessage());
        } catch (TimeoutException e) {
            close();
            throw new UpstreamException("the control plane did not answer within " + timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private static final class Inbox {

        private static final String SUBSCRIPTION = "control.subscription";

        private final Consumer<String> pushes;
        private volatile @Nullable CompletableFuture<Answer> expected;
        private volatile @Nullable String ended;

        Inbox(Consumer<String> pushes) {
            this.pushes = pushes;
        }

        CompletableFuture<Answer> expect() {
            CompletableFuture<Answer> reply = new CompletableFuture<>();
            expected = reply;
            String reason = ended;
            if (reason != null) {
                end(reason);
            }
            return reply;
        }

        void receive(String text) {
            if (!(ControlCodec.decodeFromServer(text)
                    instanceof Decoded.Ok<ControlFrame.FromServer, String>(var frame))) {
                return;
            }
            CompletableFuture<Answer> reply = expected;
            if (frame instanceof ControlFrame.Event event && !event.category().equals(SUBSCRIPTION)) {
                pushes.accept(text);
            } else if (reply != null) {
                reply.complete(new Answer(frame, text));
            }
        }

        void end(String reason) {
            ended = reason;
            CompletableFuture<Answer> reply = expected;
            if (reply != null) {
                reply.completeExceptionally(
                        new UpstreamException("the connection to the control plane was lost: " + reason));
            }
        }
    }
}
