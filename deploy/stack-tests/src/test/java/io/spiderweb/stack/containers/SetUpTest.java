package io.spiderweb.stack.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.stack.Checkout;
import io.spiderweb.stack.Ports;
import io.spiderweb.stack.Stack;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What set-up hands to whom, against a real control plane. */
class SetUpTest {

    @TempDir
    Path handOver;

    private final WsClient client = WsClient.create();
    private Stack stack;

    @BeforeEach
    void start() throws Exception {
        for (String service : List.of("gateway", "node-one", "node-two", "mount", "set-up")) {
            Files.createDirectory(handOver.resolve(service));
        }
        stack = Stack.in(Checkout.find(), handOver.resolve("control-plane"), Ports.free());
        stack.startControlPlane();
    }

    @AfterEach
    void stop() throws Exception {
        stack.close();
        client.close();
    }

    @Test
    void handsOutCredentialsOnceAndLeavesThemAsTheyAre() throws Exception {
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> setUp("60"));
        join("node-one");
        join("node-two");
        assertThat(first.get(60, TimeUnit.SECONDS)).isZero();
        Map<String, String> files = handedOver();

        assertThat(files.keySet())
                .containsExactly(
                        "gateway/service_token",
                        "mount/arguments",
                        "mount/auth_tokens.json",
                        "node-one/invite",
                        "node-two/invite",
                        "set-up/project.json");
        assertThat(files.get("gateway/service_token"))
                .isEqualTo(Files.readString(handOver.resolve("control-plane/service_token")));
        assertThat(files.get("mount/auth_tokens.json"))
                .contains(stack.adminToken().reveal())
                .doesNotContain("user_token");
        assertThat(files.get("node-one/invite")).isNotEqualTo(files.get("node-two/invite"));
        for (String file : files.keySet()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(handOver.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        String arguments = Files.readString(handOver.resolve("mount/arguments"));
        assertThat(mountsOf(arguments.replace("--project-id", "").strip()))
                .containsExactlyInAnyOrder("/docs node-one", "/work node-two");

        assertThat(setUp("60")).as("a second time").isZero();
        assertThat(handedOver()).isEqualTo(files);
    }

    @Test
    void saysWhichNodeHasNotCome() throws Exception {
        assertThat(setUp("1")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(handOver.resolve("mount")).as("nothing to mount yet").isEmptyDirectory();
    }

    private int setUp(String timeout) {
        return new CommandLine(new SetUp())
                .execute(
                        "--control-url=" + stack.ports().controlUrl(),
                        "--hand-over=" + handOver,
                        "--data-dir=" + handOver.resolve("set-up"),
                        "--timeout=" + timeout,
                        "--node=node-one=docs",
                        "--node=node-two=work");
    }

    /** What a node does with its invite. */
    private void join(String name) throws IOException {
        Path file = handOver.resolve(name).resolve("invite");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file));
        Secret invite = new Secret(Files.readString(file).strip());
        try (ControlConnection control = ControlConnection.openVersioned(
                client, Endpoint.of(stack.ports().controlUrl(), invite), event -> {}, reason -> {})) {
            control.call(
                    ControlOperation.NODE_JOIN,
                    new NodeRequest.Join(invite, name, "ws://" + name + ":18891/v2/fs", 60_000, null),
                    NodeReply.Joined.class);
        }
    }

    private List<String> mountsOf(String projectId) throws IOException {
        try (ControlConnection control = ControlConnection.open(
                client, Endpoint.of(stack.ports().controlUrl(), stack.adminToken()), event -> {}, reason -> {})) {
            return control
                    .call(
                            ControlOperation.WORKSPACE_STATUS,
                            new ProjectRequest.WorkspaceStatusOf(projectId, null),
                            WorkspaceStatus.class)
                    .mounts()
                    .stream()
                    .map(mount -> mount.mountPath() + " " + mount.nodeName())
                    .toList();
        }
    }

    /** What the services find, by name. */
    private Map<String, String> handedOver() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(handOver)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                Path name = handOver.relativize(file);
                if (!name.startsWith("control-plane")) {
                    files.put(name.toString(), Files.readString(file));
                }
            }
        }
        return files;
    }
}
