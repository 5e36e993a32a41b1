package io.spiderweb.transport;

import io.spiderweb.wire.fs.FsProtocol;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens WebSocket connections to peers; one instance serves a whole process. */
public final class WsClient implements AutoCloseable {

    private final Vertx vertx;
    private final WebSocketClient client;

    private WsClient(Vertx vertx, @Nullable Path authorities) {
        this.vertx = vertx;
        // frames travel whole, uncompressed and at once: peers refuse fragments and wait 40 ms for Nagle (spec control
        // 1.5)
        var options = new WebSocketClientOptions()
                .setMaxFrameSize(FsProtocol.MAX_FRAME)
                .setMaxMessageSize(FsProtocol.MAX_FRAME)
                .setTryUsePerFrameCompression(false)
                .setTryUsePerMessageCompression(false)
                .setTcpNoDelay(true)
                .setMaxConnections(1024);
        if (authorities != null) {
            options.setTrustOptions(Authorities.read(authorities));
        }
        client = vertx.createWebSocketClient(options);
    }

    /** Believes the certificates that the JDK believes. */
    public static WsClient create() {
        return create(null);
    }

    /**
     * A client that verifies the certificates of its peers, host name included.
     *
     * @param authorities PEM file with the only authorities to believe; null for those of the JDK
     * @throws IllegalArgumentException with a message for people, if the file holds no certificate
     */
    public static WsClient create(@Nullable Path authorities) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setUseDaemonThread(true));
        // Vert.x cancels the timeout of an upgrade only if its timer has a number above 0; without this one the first
        // connection of a process would be cut when that timeout is over
        long numberZero = vertx.setTimer(1, id -> {});
        assert numberZero == 0;
        return new WsClient(vertx, authorities);
    }

    /**
     * Connects and upgrades.
     *
     * @param frames receives every text frame, in order, on a virtual thread of this connection
     * @param onClose called once, with the reason, when the connection ends for whatever cause
     * @throws ConnectionLostException if that fails or takes longer than the endpoint allows
     */
    public Socket connect(Endpoint endpoint, Heartbeat heartbeat, Mailbox.Handler frames, Consumer<String> onClose)
            throws ConnectionLostException {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setURI(endpoint.requestTarget())
                // only browsers have an origin; a server may refuse them by it
                .setAllowOriginHeader(false)
                .setSsl(endpoint.isTls())
                // later than the wait below, which knows what to say; this one looks like a peer that closed
                .setTimeout(endpoint.timeout().plusSeconds(1).toMillis())
                .setConnectTimeout(endpoint.timeout().toMillis());
        if (endpoint.bearer() != null) {
            options.putHeader("Authorization", "Bearer " + endpoint.bearer().reveal());
        }
        endpoint.headers().forEach((name, value) -> options.putHeader(name, value.reveal()));
        // the socket takes its first frame before this thread learns that it is open, so it is wired up in the same
        // callback
        var opening = client.connect(options)
                .map(socket -> Socket.over(vertx, socket, endpoint, heartbeat, frames, onClose))
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return opening.get(endpoint.timeout().toMillis() + 500, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | CompletionException e) {
            throw new ConnectionLostException(reason(endpoint, e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            closeLate(opening);
            throw new ConnectionLostException(
                    endpoint.uri() + " did not answer within "
                            + endpoint.timeout().toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            closeLate(opening);
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while connecting to " + endpoint.uri(), e);
        }
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(e -> null)
                .join();
    }

    private static void closeLate(CompletableFuture<Socket> opening) {
        var _ = opening.thenAccept(Socket::close);
    }

    private static String reason(Endpoint endpoint, @Nullable Throwable cause) {
        return switch (cause) {
            case UpgradeRejectedException rejected ->
                endpoint.uri() + " refused the connection: HTTP " + rejected.getStatus() + why(rejected);
            case null -> "cannot connect to " + endpoint.uri();
            default -> "cannot connect to " + endpoint.uri() + ": " + Handshake.explain(endpoint, cause);
        };
    }

    private static String why(UpgradeRejectedException rejected) {
        return switch (rejected.getStatus()) {
            case 401 -> ": the token is missing or wrong";
            case 429 ->
                ": the token is missing or wrong, as others from your address were: wait a minute between attempts";
            default -> body(rejected.getBody());
        };
    }

    private static String body(@Nullable Buffer body) {
        return body == null || body.length() == 0 || body.length() > 200
                ? ""
                : ": " + body.toString().strip();
    }
}
