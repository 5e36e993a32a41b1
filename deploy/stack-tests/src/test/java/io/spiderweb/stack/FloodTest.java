package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.wire.Secret;
import io.spiderweb.wire.fs.FsCodec;
import io.spiderweb.wire.fs.FsRequest;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One client with a good token against a node with little memory: it pushes a gibibyte without ever reading; others are served, and
 * SIGTERM still ends the process in time.
 */
class FloodTest {

    private static final long FLOOD = 1L << 30;
    private static final String FRAME =
            "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_exports\",\"tag\":1,\"pad\":\"" + "x".repeat(1 << 20)
                    + "\"}";

    private static final String HELLO =
            FsCodec.encode(1, new FsRequest.Hello("unified-v2-fs", 2, new Secret("s3"), false, List.of(), null, null));

    @TempDir
    Path directory;

    @Test
    void aGibibyteFromOneClientNeitherEndsNorHangsTheNode() throws Exception {
        int port = Ports.free().firstNode();
        Path export = Files.createDirectories(directory.resolve("export"));
        ServiceProcess node = ServiceProcess.start(
                "node",
                List.of(
                        Checkout.find().launcher("spiderweb-fs-node").toString(),
                        "--port",
                        Integer.toString(port),
                        "--data-dir",
                        directory.toString(),
                        "--metrics-port",
                        "0",
                        "--export",
                        "work=" + export),
                Map.of(
                        "SPIDERWEB_JVM_FLAGS",
                        "-Xmx256m -XX:+ExitOnOutOfMemoryError",
                        "SPIDERWEB_FS_NODE_AUTH_TOKEN",
                        "s3"),
                directory.resolve("node.log"),
                port);
        Vertx vertx = Vertx.vertx();
        try {
            node.awaitReady();
            WebSocketClient client = vertx.createWebSocketClient();
            long sent = 0;
            while (sent < FLOOD) {
                sent += pushUntilCutOff(client, port, FLOOD - sent);
            }
            assertThat(node.isAlive()).as("the node lives").isTrue();
            assertThat(node.isReady()).as("and serves others").isTrue();
            Thread flood = Thread.ofVirtual().start(() -> pushUntilCutOff(client, port, FLOOD));
            assertThat(node.stop())
                    .as("SIGTERM ends it within " + Duration.ofSeconds(10))
                    .isTrue();
            flood.interrupt();
        } finally {
            node.kill();
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    /** Pushes frames without waiting for what they do; returns the number of bytes that left. */
    private static long pushUntilCutOff(WebSocketClient client, int port, long limit) {
        long sent = 0;
        try {
            WebSocket socket = client.connect(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(port)
                            .setURI("/v2/fs"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            socket.pause();
            socket.writeTextMessage(HELLO);
            while (sent < limit) {
                socket.writeTextMessage(FRAME)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
                sent += FRAME.length();
            }
            socket.close();
        } catch (Exception e) {
            // cut off, as it should be
        }
        return Math.max(sent, FRAME.length());
    }
}
