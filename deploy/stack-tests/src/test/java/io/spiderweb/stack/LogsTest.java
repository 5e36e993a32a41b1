package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.ProjectReply;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What control plane and gateway write about a small day, as containers write it. */
class LogsTest {

    @TempDir
    Path directory;

    private static final Secret PROVIDER_KEY = new Secret("sk-test-0123456789abcdef");

    private final List<Secret> secrets = new ArrayList<>(List.of(PROVIDER_KEY));

    @DisplayName("control 11 row 24: no token is in a log, whoever wrote it there")
    @Test
    void everyLineIsADocumentThatSaysWhatItIsAboutAndShowsNoSecret() throws Exception {
        Ports ports = Ports.free();
        Path data = directory.resolve("data");
        Stack stack = Stack.in(Checkout.find(), data, ports);
        ServiceProcess control = start("spiderweb-control-plane", data, ports.controlPlane(), Map.of());
        HttpServer provider = rudeProvider();
        Map<String, String> environment = Map.of(
                "SPIDERWEB_CONTROL_URL",
                ports.controlUrl(),
                "SPIDERWEB_PROVIDER",
                "openai",
                "OPENAI_API_KEY",
                PROVIDER_KEY.reveal(),
                "OPENAI_BASE_URL",
                "http://127.0.0.1:" + provider.getAddress().getPort() + "/v1");
        ServiceProcess gateway = start("spiderweb", data, ports.gateway(), environment);
        try {
            liveADay(stack);
        } finally {
            gateway.stop();
            control.stop();
            stack.close();
            provider.stop(0);
        }

        List<ObjectNode> gatewayLines = lines(gateway);
        assertThat(about(gatewayLines, "opened by role:admin")).isNotEmpty().allMatch(line -> has(line, "connection"));
        assertThat(about(gatewayLines, "refused with HTTP 401")).isNotEmpty();
        assertThat(about(gatewayLines, "a turn of mother"))
                .hasSize(2)
                .allMatch(line -> has(line, "connection") && has(line, "session") && has(line, "request"));
        assertThat(about(gatewayLines, "provider openai failed: HTTP 400: you sent [redacted]"))
                .hasSize(1)
                .allMatch(line -> has(line, "connection") && has(line, "request"));
        assertThat(about(gatewayLines, "stopping")).hasSize(1);
        List<ObjectNode> controlLines = lines(control);
        assertThat(about(controlLines, "joined, named [redacted]"))
                .hasSize(1)
                .allMatch(line -> has(line, "connection") && has(line, "request"));
        assertThat(about(controlLines, "control.project_up of ")).hasSize(1);
        String all = Files.readString(gateway.log()) + Files.readString(control.log());
        assertThat(secrets)
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(secret -> assertThat(all).doesNotContain(secret.reveal()));
    }

    private void liveADay(Stack stack) throws Exception {
        assertThatThrownBy(() -> stack.connect(new Secret("sw-admin_0123456789")))
                .isInstanceOf(ConnectionLostException.class);
        ProjectReply.Up project;
        try (ControlConnection control = stack.connect()) {
            Secret invite = control.call(
                            ControlOperation.NODE_INVITE_CREATE,
                            new NodeRequest.InviteCreate(600_000),
                            NodeReply.Invite.class)
                    .inviteToken();
            // a careless client: its node is named like a token
            NodeReply.Joined joined = control.call(
                    ControlOperation.NODE_JOIN,
                    new NodeRequest.Join(invite, stack.adminToken().reveal(), null, 600_000, null),
                    NodeReply.Joined.class);
            project = control.call(
                    ControlOperation.PROJECT_UP,
                    new ProjectRequest.Up(null, "Logs", null, null, null, true, List.of()),
                    ProjectReply.Up.class);
            secrets.addAll(List.of(invite, joined.nodeSecret(), project.projectToken()));
        }
        try (ChatClient chat = stack.chat()) {
            chat.attach("s1", "mother", project.projectId(), project.projectToken());
            String words = "hello, my token is " + stack.adminToken().reveal();
            assertThatThrownBy(() -> chat.say(words, frame -> {})).hasMessageContaining("provider_request_invalid");
        }
        Json.parseObject(Files.readString(stack.dataDir().resolve("auth_tokens.json")))
                .forEach(token -> {
                    if (token.isTextual()) {
                        secrets.add(new Secret(token.textValue()));
                    }
                });
        secrets.add(new Secret(
                Files.readString(stack.dataDir().resolve("service_token")).strip()));
    }

    /** Refuses everything, and quotes the key that it was shown. */
    private static HttpServer rudeProvider() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            String shown = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] body = ("{\"error\":{\"message\":\"you sent " + shown + "\"}}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static ServiceProcess start(String launcher, Path data, int port, Map<String, String> environment)
            throws Exception {
        List<String> command = List.of(
                Checkout.find().launcher(launcher).toString(),
                "--data-dir",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--metrics-port",
                "0",
                "--log-format",
                "json");
        ServiceProcess service = ServiceProcess.start(
                launcher, command, environment, data.resolve("logs").resolve(launcher + ".log"), port);
        service.awaitReady();
        return service;
    }

    /** All that the process wrote, to standard output and to standard error. */
    private static List<ObjectNode> lines(ServiceProcess service) throws Exception {
        List<ObjectNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(service.log())) {
            lines.add(Json.parseObject(line));
        }
        return lines;
    }

    private static List<ObjectNode> about(List<ObjectNode> lines, String text) {
        return lines.stream()
                .filter(line -> line.path("message").asText().contains(text))
                .toList();
    }

    private static boolean has(ObjectNode line, String name) {
        return !line.path("context").path(name).asText().isEmpty();
    }
}
