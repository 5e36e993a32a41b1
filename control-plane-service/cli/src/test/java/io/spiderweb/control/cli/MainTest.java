package io.spiderweb.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against a server that says what a control plane says ({@code spec control 9.1}). */
class MainTest {

    private static final String REFUSED =
            "{\"channel\":\"control\",\"type\":\"control.error\",\"id\":\"control-cli-op\",\"ok\":false,\"error\":{\"code\":"
                    + "\"forbidden\",\"message\":\"no\"}}";

    @TempDir
    Path dataDirectory;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> bearers = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int status;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void listen() throws Exception {
        server = vertx.createHttpServer()
                .webSocketHandler(this::converse)
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
    void aReplyIsOneLineOnStandardOutput() {
        run("ping");
        assertThat(status).isZero();
        assertThat(out.toString().lines())
                .singleElement()
                .isEqualTo("{\"channel\":\"control\",\"type\":\"control.pong\",\"id\":\"control-cli-op\",\"ok\":true,"
                        + "\"payload\":{}}");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void anErrorIsTheFrameAndItsNameOnStandardError() {
        run("node_list");
        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).containsExactly(REFUSED, "error: ControlError");
    }

    @Test
    void anErrorWithoutAnIdEndsTheCommandToo() {
        run("--raw", "unheard_of");
        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("invalid_envelope");
    }

    @Test
    void aSubscriptionIsAnsweredByItsEvent() {
        run("debug_subscribe");
        assertThat(status).isZero();
        assertThat(out.toString()).contains("control.subscription");
    }

    @Test
    void aServerThatHangsUpIsToldInOneLine() {
        run("project_list");
        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("closed the connection");
    }

    @Test
    void aServerThatIsNotThereIsToldInOneLine() {
        CommandLine command = command();
        status = command.execute("--url", "ws://127.0.0.1:1/", "ping");
        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("ws://127.0.0.1:1/");
    }

    @Test
    void theAdminTokenOfTheDataDirectoryIsUsedUnlessAnotherIsGiven() throws Exception {
        Files.writeString(dataDirectory.resolve("auth_tokens.json"), "{\"admin_token\":\"sw-admin_x\"}");
        run("ping");
        run("--auth-token", "mine", "ping");
        assertThat(bearers).containsExactly("Bearer sw-admin_x", "Bearer mine");
    }

    @Test
    void mistakesOnTheCommandLineAreExitStatus2() {
        for (String[] mistake : new String[][] {
            {}, {"ping", "{}", "x"}, {"ping", "--nope"}, {"pingg"}, {"ping", "{oops"}, {"--url", "http://x/", "ping"}
        }) {
            status = command().execute(mistake);
            assertThat(status).as(String.join(" ", mistake)).isEqualTo(2);
        }
        assertThat(err.toString().lines()).hasSize(6).allMatch(line -> line.startsWith("spiderweb-control: "));
    }

    @Test
    void helpNamesTheOperationsAndCompletionIsAScript() {
        assertThat(command().execute("--help")).isZero();
        assertThat(out.toString()).contains("workspace_status", "project_up").doesNotContain("internal.");
        assertThat(command().execute("completion")).isZero();
        assertThat(out.toString()).contains("complete -F");
    }

    private void run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--url", "ws://127.0.0.1:" + server.actualPort() + "/", "--data-dir", dataDirectory.toString()));
        all.addAll(List.of(arguments));
        status = command().execute(all.toArray(String[]::new));
    }

    private CommandLine command() {
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    private void converse(ServerWebSocket socket) {
        String bearer = socket.headers().get("Authorization");
        if (bearer != null) {
            bearers.add(bearer);
        }
        socket.textMessageHandler(frame -> {
            if (frame.contains("control.project_list")) {
                socket.close();
            } else {
                socket.writeTextMessage("{\"type\":\"debug.event\",\"request\":\"other\",\"category\":\"noise\"}");
                socket.writeTextMessage(answer(frame));
            }
        });
    }

    private static String answer(String frame) {
        if (frame.contains("control.version")) {
            return reply("control.version_ack", "control-cli-version");
        }
        if (frame.contains("control.connect")) {
            return reply("control.connect_ack", "control-cli-connect");
        }
        if (frame.contains("control.debug_subscribe")) {
            return "{\"type\":\"debug.event\",\"request\":\"control-cli-op\",\"category\":\"control.subscription\"}";
        }
        if (frame.contains("control.unheard_of")) {
            return "{\"channel\":\"control\",\"type\":\"control.error\",\"ok\":false,"
                    + "\"error\":{\"code\":\"invalid_envelope\",\"message\":\"?\"}}";
        }
        return frame.contains("control.node_list") ? REFUSED : reply("control.pong", "control-cli-op");
    }

    private static String reply(String type, String id) {
        return "{\"channel\":\"control\",\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"ok\":true,\"payload\":{}}";
    }
}
