package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.spiderweb.wire.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control plane, gateway and node with a certificate, and a client that reads a file of the node through all of them. */
class TlsStackTest {

    private static final String CA = "SPIDERWEB_TLS_CA_FILE";

    @TempDir
    Path directory;

    private final List<ServiceProcess> running = new ArrayList<>();
    private Checkout checkout;
    private Map<String, String> tls;

    @BeforeEach
    void makeCertificate() throws Exception {
        checkout = Checkout.find();
        new CertificateGenerator(directory, true)
                .generate(new CertificateRequest()
                        .withName("stack")
                        .withCN("stack")
                        .withSubjectAlternativeName("IP:127.0.0.1")
                        .withFormat(Format.PEM));
        String certificate = directory.resolve("stack.crt").toString();
        tls = Map.of(
                "SPIDERWEB_TLS_CERT_FILE",
                certificate,
                "SPIDERWEB_TLS_KEY_FILE",
                directory.resolve("stack.key").toString(),
                CA,
                certificate);
    }

    @AfterEach
    void stop() throws Exception {
        for (ServiceProcess process : running.reversed()) {
            process.stop();
        }
    }

    @Test
    @DisplayName("control 11 row 25: TLS on every way")
    void aFileIsReadThroughTlsOnEveryWay() throws Exception {
        Path docs = Files.createDirectories(directory.resolve("docs"));
        Files.writeString(docs.resolve("about.md"), "Spiderweb is one file tree.\n");
        Ports ports = Ports.free();
        String controlUrl = "wss://127.0.0.1:" + ports.controlPlane() + "/";
        String gatewayUrl = "wss://127.0.0.1:" + ports.gateway() + "/";

        start("spiderweb-control-plane", ports.controlPlane(), tls);
        start("spiderweb", ports.gateway(), tls, "--control-url", controlUrl);
        String invite = Json.parse(ask(controlUrl, "node_invite_create").out())
                .path("payload")
                .path("invite_token")
                .asText();
        Map<String, String> node = new HashMap<>(tls);
        node.put("SPIDERWEB_INVITE_TOKEN", invite);
        start("spiderweb-fs-node", ports.firstNode(), node, "--control-url", controlUrl, "--export", "docs=" + docs);

        assertThat(ask(gatewayUrl, "node_list").out())
                .contains("\"fs_url\":\"wss://127.0.0.1:" + ports.firstNode() + "/v2/fs\"");
        assertThat(ask(
                                gatewayUrl,
                                "project_up",
                                "{\"name\":\"tls\",\"desired_mounts\":[{\"mount_path\":\"/docs\",\"node_id\":\"node-1\","
                                        + "\"export_name\":\"docs\"}]}")
                        .status())
                .isZero();
        Stack.CommandResult read = run(
                List.of("spiderweb-fs-mount", "--workspace-url", gatewayUrl, "--project-id", "proj-1"),
                tls,
                "cat",
                "/docs/about.md");
        assertThat(read.out()).as(read.err()).isEqualTo("Spiderweb is one file tree.\n");

        Stack.CommandResult unbelieving = run(List.of("spiderweb-control", "--url", gatewayUrl), Map.of(), "node_list");
        assertThat(unbelieving.status()).isEqualTo(1);
        assertThat(unbelieving.err()).contains("authority that is not believed", CA);
    }

    private void start(String launcher, int port, Map<String, String> environment, String... arguments)
            throws Exception {
        int probes = Ports.free().mountMetrics();
        List<String> command = command(launcher);
        command.addAll(List.of("--port", "" + port, "--metrics-port", "" + probes));
        command.addAll(List.of(arguments));
        ServiceProcess process =
                ServiceProcess.start(launcher, command, environment, directory.resolve(launcher + ".log"), probes);
        running.add(process);
        process.awaitReady();
    }

    private Stack.CommandResult ask(String url, String... arguments) throws Exception {
        return run(List.of("spiderweb-control", "--url", url), tls, arguments);
    }

    private Stack.CommandResult run(List<String> launcher, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(command(launcher.getFirst()));
        command.addAll(launcher.subList(1, launcher.size()));
        command.addAll(List.of(arguments));
        return Stack.CommandResult.of(command, Duration.ofSeconds(60));
    }

    private List<String> command(String launcher) {
        return new ArrayList<>(List.of(
                checkout.launcher(launcher).toString(),
                "--data-dir",
                directory.resolve("data").toString()));
    }
}
