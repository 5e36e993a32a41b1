package io.spiderweb.transport;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A real WebSocket server on loopback whose answers a test decides. */
final class TestServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private TestServer(int port, HttpServerOptions options, BiConsumer<ServerWebSocket, String> frames) {
        server = await(vertx.createHttpServer(options.setHost("127.0.0.1")
                        .setPort(port)
                        .setMaxWebSocketFrameSize(4 << 20)
                        .setMaxWebSocketMessageSize(4 << 20))
                .webSocketHandler(socket -> {
                    sockets.add(socket);
                    socket.textMessageHandler(frame -> frames.accept(socket, frame));
                })
                .listen());
    }

    static TestServer start(BiConsumer<ServerWebSocket, String> frames) {
        return new TestServer(0, new HttpServerOptions(), frames);
    }

    static TestServer startTls(PemKeyCertOptions certificate, BiConsumer<ServerWebSocket, String> frames) {
        return new TestServer(0, new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate), frames);
    }

    static TestServer restart(int port, BiConsumer<ServerWebSocket, String> frames) {
        return new TestServer(port, new HttpServerOptions(), frames);
    }

    int port() {
        return server.actualPort();
    }

    Endpoint endpoint() {
        return Endpoint.of("ws://127.0.0.1:" + port() + "/", null);
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
