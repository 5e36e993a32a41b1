package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.ProjectReply;
import io.spiderweb.wire.control.ProjectRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that have no secret in advance: they ask, and somebody decides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AskingNodeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private Stack stack;
    private ExportDirectory docs;

    @BeforeAll
    void start() throws Exception {
        docs = new ExportDirectory("docs", Files.createDirectories(directory.resolve("docs")), true);
        Files.writeString(docs.path().resolve("about.md"), "Spiderweb is one file tree.\n");
        stack = Stack.in(Checkout.find(), directory.resolve("data"), Ports.free());
        stack.startControlPlane();
    }

    @AfterAll
    void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void aNodeThatIsStartedAgainWhileItWaitsIsApprovedAndServes() throws Exception {
        ServiceProcess node = ask("patient");
        String request = pending("patient");
        assertThat(node.isReady()).as("before the approval").isFalse();
        assertThat(node.stop()).isTrue();

        ServiceProcess again = ask("patient");
        await().atMost(PATIENCE).until(() -> Files.readString(again.log()).split("listens on", -1).length > 2);
        var approved = run("node_join_approve", "{\"request_id\":\"" + request + "\"}");
        assertThat(approved.status()).as(approved.err()).isZero();
        again.awaitReady();

        assertThat(requests()).as("the same request, not one for each start").isEmpty();
        assertThat(Files.readString(stack.dataDir().resolve("patient/node-state.json")))
                .doesNotContain(request);
        String project = mount(again.name());
        var listed = stack.run(
                "spiderweb-fs-mount",
                "--workspace-url",
                stack.ports().controlUrl(),
                "--project-id",
                project,
                "cat",
                "/docs/about.md");
        assertThat(listed.out()).as(listed.err()).isEqualTo("Spiderweb is one file tree.\n");
    }

    @Test
    void aNodeThatIsDeniedSaysSoAndEnds() throws Exception {
        ServiceProcess node = ask("unwanted");
        String request = pending("unwanted");
        assertThat(run("node_join_deny", "{\"request_id\":\"" + request + "\"}").status())
                .isZero();

        await().atMost(PATIENCE).until(() -> !node.isAlive());
        assertThat(node.exitStatus()).isEqualTo(1);
        assertThat(Files.readString(node.log()))
                .contains("denied " + request, "to ask again")
                .doesNotContain("\tat ");
    }

    private ServiceProcess ask(String name) throws Exception {
        return stack.launchAskingNode(name, Ports.free().firstNode(), List.of(docs));
    }

    private String pending(String name) {
        return await().atMost(PATIENCE)
                .until(
                        () -> requests().stream()
                                .filter(item -> item.nodeName().equals(name))
                                .toList(),
                        found -> found.size() == 1)
                .getFirst()
                .requestId();
    }

    private List<NodeReply.PendingJoin> requests() throws IOException {
        try (ControlConnection control = stack.connectToControlPlane()) {
            return control.call(
                            ControlOperation.NODE_JOIN_PENDING_LIST,
                            new NodeRequest.JoinPendingList(),
                            NodeReply.PendingJoins.class)
                    .pending();
        }
    }

    private String mount(String nodeName) throws IOException {
        try (ControlConnection control = stack.connectToControlPlane()) {
            NodeReply.Node node =
                    control
                            .call(ControlOperation.NODE_LIST, new NodeRequest.ListAll(), NodeReply.Nodes.class)
                            .nodes()
                            .stream()
                            .filter(item -> item.nodeName().equals(nodeName))
                            .findFirst()
                            .orElseThrow();
            assertThat(node.platform().runtimeKind()).isEqualTo("native");
            ProjectRequest.Up up = new ProjectRequest.Up(
                    null,
                    "asked",
                    null,
                    null,
                    null,
                    true,
                    List.of(new ProjectRequest.DesiredMount("/docs", node.nodeId(), "docs")));
            return control.call(ControlOperation.PROJECT_UP, up, ProjectReply.Up.class)
                    .projectId();
        }
    }

    private Stack.CommandResult run(String operation, String payload) throws Exception {
        return stack.run("spiderweb-control", "--url", stack.ports().controlUrl(), operation, payload);
    }
}
