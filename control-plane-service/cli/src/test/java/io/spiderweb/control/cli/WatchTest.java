package io.spiderweb.control.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --watch} against a server that pushes, goes away and comes back. */
class WatchTest {

    private static final String CHANGE = "{\"type\":\"debug.event\",\"request\":\"workspace-topology\",\"category\":"
            + "\"control.workspace_topology\",\"payload\":{\"event\":\"workspace_topology_changed\",\"reason\":"
            + "\"control.project_up\",\"ts_ms\":1},\"timestamp\":1}";

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private volatile @Nullable ServerWebSocket client;
    private volatile boolean refuses;
    private volatile boolean tokenWasReplaced;
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = vertx.createHttpServer()
                .webSocketHandshakeHandler(handshake -> {
                    if (tokenWasReplaced) {
                        handshake.reject(401);
                    } else {
                        handshake.accept();
                    }
                })
                .webSocketHandler(socket -> {
                    client = socket;
                    socket.textMessageHandler(frame -> socket.writeTextMessage(answer(frame)));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theAnswerIsShownAnewAfterEachChangeAlsoAfterALostConnection() throws Exception {
        CompletableFuture<Integer> status = watch();
        patiently().until(() -> out.toString().contains("\"nodes\":1"));

        push();
        patiently().until(() -> out.toString().contains("\"nodes\":2"));

        client().close();
        patiently().until(() -> out.toString().contains("\"nodes\":3"));
        assertThat(err.toString()).contains("trying again", "connected again");

        refuses = true;
        client().close();
        assertThat(status.get(30, TimeUnit.SECONDS)).as(err.toString()).isEqualTo(1);
        assertThat(err.toString()).contains("forbidden");
    }

    @Test
    void aTokenThatWasReplacedEndsIt() throws Exception {
        CompletableFuture<Integer> status = watch();
        patiently().until(() -> out.toString().contains("\"nodes\":1"));

        tokenWasReplaced = true;
        client().close();
        assertThat(status.get(30, TimeUnit.SECONDS)).as(err.toString()).isEqualTo(1);
        assertThat(err.toString()).contains("HTTP 401: the token is missing or wrong");
    }

    @Test
    void ctrlCEndsItWithSuccess() throws Exception {
        Path printed = directory.resolve("out");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--url",
                        url(),
                        "debug_subscribe",
                        "--watch"))
                .redirectOutput(printed.toFile())
                .start();
        try {
            patiently().until(() -> Files.readString(printed).contains("control.subscription"));
            push();
            patiently().until(() -> Files.readString(printed).contains("control.project_up"));

            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private CompletableFuture<Integer> watch() {
        return CompletableFuture.supplyAsync(() -> new Main()
                .commandLine(Names.of("node_list"))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("--url", url(), "--json", "node_list", "--watch"));
    }

    private String url() {
        return "ws://127.0.0.1:" + server.actualPort() + "/";
    }

    private void push() {
        client().writeTextMessage(CHANGE);
    }

    private ServerWebSocket client() {
        return Objects.requireNonNull(client, "nobody has connected");
    }

    private String answer(String frame) {
        if (frame.contains("control.debug_subscribe")) {
            return "{\"type\":\"debug.event\",\"request\":\"control-cli-op\",\"category\":\"control.subscription\","
                    + "\"payload\":{\"enabled\":true},\"timestamp\":1}";
        }
        if (!frame.contains("control.node_list")) {
            String id = frame.contains("control.version") ? "control-cli-version" : "control-cli-connect";
            return "{\"channel\":\"control\",\"type\":\"control.ack\",\"id\":\"" + id
                    + "\",\"ok\":true,\"payload\":{}}";
        }
        return refuses
                ? "{\"channel\":\"control\",\"type\":\"control.error\",\"id\":\"control-cli-op\",\"ok\":false,\"error\":"
                        + "{\"code\":\"forbidden\",\"message\":\"no\"}}"
                : "{\"channel\":\"control\",\"type\":\"control.node_list\",\"id\":\"control-cli-op\",\"ok\":true,"
                        + "\"payload\":{\"nodes\":" + asked.incrementAndGet() + "}}";
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
