package io.spiderweb.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a server that says what a control plane says ({@code spec control 9.1}). */
class MainTest {

    private static final String REFUSED =
            "{\"channel\":\"control\",\"type\":\"control.error\",\"id\":\"control-cli-op\",\"ok\":false,\"error\":{\"code\":"
                    + "\"forbidden\",\"message\":\"no\"}}";

    @TempDir
    Path dataDirectory;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> bearers = Collections.synchronizedList(new ArrayList<>());
    private final List<String> frames = Collections.synchronizedList(new ArrayList<>());
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
        run("project_get");
        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("closed the connection");
    }

    @Test
    void aServerThatIsNotThereIsToldInOneLine() {
        execute("--url", "ws://127.0.0.1:1/", "ping");
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
    void everyMistakeOnTheCommandLineIsExitStatus1AndSaysWhatItIs() {
        Map<String, String[]> mistakes = Map.of(
                "name an operation",
                new String[] {},
                "'x'",
                new String[] {"ping", "{}", "x"},
                "--nope",
                new String[] {"ping", "--nope"},
                "did you mean ping?",
                new String[] {"pingg"},
                "did you mean workspace_status?",
                new String[] {"control.workspace_stats"},
                "not JSON",
                new String[] {"ping", "{oops"},
                "http://x/",
                new String[] {"--url", "http://x/", "ping"},
                "--expires-in-ms must be JSON",
                new String[] {"node_invite_create", "--expires-in-ms", "soon"},
                "--watch is for operations that change nothing",
                new String[] {"project_create", "--watch"});
        mistakes.forEach((told, mistake) -> {
            err.getBuffer().setLength(0);
            execute(mistake);
            assertThat(status).as(told).isEqualTo(1);
            assertThat(err.toString()).startsWith("spiderweb-control: ").contains(told);
        });
    }

    @Test
    void anOperationMayBeNamedWithItsChannel() {
        run("control.ping");
        assertThat(status).isZero();
        assertThat(out.toString()).contains("control.pong");
    }

    @Test
    void optionsMayFollowTheOperation() {
        execute("ping", "--table", "--url", "ws://127.0.0.1:" + server.actualPort() + "/", "--auth-token", "mine");
        assertThat(out.toString()).startsWith("ok in ");
        assertThat(bearers).containsExactly("Bearer mine");
    }

    @Test
    void flagsAndAPayloadFromStandardInputAreOnePayload() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("{\"project_token\":\"proj-1\"}".getBytes(StandardCharsets.UTF_8)));
            run("project_up", "-", "--name", "Lab", "--activate", "false", "--desired-mounts", "[]");
        } finally {
            System.setIn(before);
        }
        assertThat(status).isZero();
        assertThat(frames.getLast())
                .contains("\"payload\":{\"project_token\":\"proj-1\",\"name\":\"Lab\",\"activate\":false,"
                        + "\"desired_mounts\":[]}");
    }

    @Test
    void aTableIsForPeople() {
        run("--table", "project_list");
        assertThat(out.toString().lines())
                .containsExactly(
                        "project_id  name     created_at_ms",
                        "proj-1      A ?[31m  2025-02-18T21:20:00Z",
                        "system      System   never");
        run("--table", "node_list");
        assertThat(err.toString().lines()).containsExactly("spiderweb-control: forbidden: no");
    }

    @Test
    void anEchoComesBackWithItsText() {
        run("--table", "echo", "hello there");
        assertThat(status).isZero();
        assertThat(out.toString()).matches("hello there  [0-9.]+ ms\n");
    }

    @Test
    void helpOfAnOperationTellsMembersErrorsAndExamples() {
        for (String[] asked : new String[][] {{"help", "node_join"}, {"node_join", "--help"}}) {
            out.getBuffer().setLength(0);
            execute(asked);
            assertThat(status).isZero();
            assertThat(out.toString())
                    .contains("--invite-token=SECRET", "required; the invite", "--lease-ttl-ms=MS", "default 900000")
                    .contains("invite_expired", "spiderweb-control node_join '{\"invite_token\"");
        }
    }

    @Test
    void helpNamesTheOperations() {
        execute("--help");
        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("workspace_status", "project_up", "probe")
                .doesNotContain("internal.");
    }

    private void run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--url", "ws://127.0.0.1:" + server.actualPort() + "/", "--data-dir", dataDirectory.toString()));
        all.addAll(List.of(arguments));
        execute(all.toArray(String[]::new));
    }

    private void execute(String... arguments) {
        String[] plain = Names.withoutChannel(arguments);
        status = new Main()
                .commandLine(Names.of(plain))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(plain);
    }

    private void converse(ServerWebSocket socket) {
        String bearer = socket.headers().get("Authorization");
        if (bearer != null) {
            bearers.add(bearer);
        }
        socket.textMessageHandler(frame -> {
            frames.add(frame);
            if (frame.contains("control.project_get")) {
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
        if (frame.contains("hello there")) {
            return reply("control.pong", "hello there");
        }
        if (frame.contains("control.project_list")) {
            return reply("control.project_list", "control-cli-op")
                    .replace(
                            "{}",
                            "{\"projects\":[{\"project_id\":\"proj-1\",\"name\":\"A \\u001b[31m\","
                                    + "\"created_at_ms\":1739913600000},{\"project_id\":\"system\",\"name\":\"System\","
                                    + "\"created_at_ms\":0}]}");
        }
        return frame.contains("control.node_list") ? REFUSED : reply("control.pong", "control-cli-op");
    }

    private static String reply(String type, String id) {
        return "{\"channel\":\"control\",\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"ok\":true,\"payload\":{}}";
    }
}
