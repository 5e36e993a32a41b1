package io.spiderweb.stack.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.stack.ChatClient;
import io.spiderweb.stack.Ports;
import io.spiderweb.stack.Stack.CommandResult;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The compose file, built and run as a user does; each test leaves the project whole. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class ComposeTest {

    private static final Duration RECOVERY = Duration.ofSeconds(90);

    /** Services that stay, and what their health check asks. */
    private static final Map<String, String> SERVICES = Map.of(
            "control-plane", "ready 18792",
            "gateway", "ready 18790",
            "node-one", "ready 18891",
            "node-two", "ready 18891",
            "mount", "ready 18799");

    private static final String REPORT = "work/report.md";

    /** {@code CAP_SYS_ADMIN} as the kernel prints it. */
    private static final String SYS_ADMIN = "0000000000200000";

    private static final String NOTHING = "0000000000000000";

    @TempDir
    static Path directory;

    private final WsClient client = WsClient.create();
    private Ports ports;
    private ComposeProject project;

    @BeforeAll
    void start() throws Exception {
        Engine engine = Engine.find();
        ports = Ports.free();
        project = new ComposeProject(
                engine,
                directory,
                Map.of(
                        "STACK_GATEWAY_PORT", Integer.toString(ports.gateway()),
                        "STACK_CONTROL_PORT", Integer.toString(ports.controlPlane()),
                        "STACK_FUSE_DEVICE", fuseDevice().toString()));
        project.build();
        project.up();
        awaitReady();
    }

    @AfterAll
    void stop() throws Exception {
        if (project != null) {
            project.down("-v");
        }
        client.close();
    }

    @Test
    void anAgentUsesFilesOfBothNodesThroughThePublishedPortAndTheMountSeesTheSameBytes() throws Exception {
        List<ObjectNode> frames = say("Show me what is in the workspace, find where Spiderweb is mentioned, read one"
                + " file and write a summary to " + REPORT);
        for (String tool : List.of("file_list", "search_code", "file_read", "file_write")) {
            assertThat(frames)
                    .as(tool)
                    .anyMatch(frame -> frame.path("tool").asText().equals(tool)
                            && !frame.path("payload").has("error"));
        }
        String written = project.exec("node-two", "cat /exports/" + REPORT);
        assertThat(written).contains("docs/welcome.md");
        assertThat(project.exec("mount", "cat /mnt/workspace/" + REPORT)).isEqualTo(written);
    }

    @Test
    void theMountReadsAndWritesFilesOfBothNodes() throws Exception {
        project.exec("mount", "cd /mnt/workspace && cat */*.md > docs/all.md && cp docs/all.md work/all.md");
        assertThat(project.exec("node-one", "cat /exports/docs/all.md"))
                .contains("Welcome", "To do")
                .isEqualTo(project.exec("node-two", "cat /exports/work/all.md"));
    }

    @Test
    void aNodeThatWasKilledIsUsedAgainWhenItIsBack() throws Exception {
        project.exec("mount", "echo before > /mnt/workspace/docs/kept.txt");
        project.tell("node-one", "kill");
        assertThat(project.exec("mount", "cat /mnt/workspace/work/todo.md"))
                .as("the other node is not concerned")
                .contains("To do");
        project.tell("node-one", "start");
        await().atMost(RECOVERY)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(project.exec("mount", "cat /mnt/workspace/docs/kept.txt"))
                        .isEqualTo("before\n"));
        project.exec("mount", "echo after > /mnt/workspace/docs/kept.txt");
        assertThat(project.exec("node-one", "cat /exports/docs/kept.txt")).isEqualTo("after\n");
    }

    @Test
    void everyServiceStopsInTimeAndTheStateOutlivesItsContainers() throws Exception {
        project.exec("mount", "echo state > /mnt/workspace/work/state.txt");
        say("read docs/welcome.md");
        project.exec("control-plane", "spiderweb-control project_create '{\"name\":\"Kept\"}'");
        String nodes = project.exec("control-plane", "spiderweb-control node_list | grep -o '\"node_id\":\"[^\"]*\"'");
        for (String service : List.of("mount", "gateway", "node-one", "node-two", "control-plane")) {
            // what is there after ten seconds is killed, which shows in the exit status
            project.tell(service, "stop", "-t", "10");
            assertThat(project.tell(service, "inspect", "--format", "{{.State.ExitCode}}")
                            .strip())
                    .as("exit status of " + service + ":\n"
                            + project.logs(service).out())
                    .isEqualTo("0");
        }
        project.down();
        project.up();
        awaitReady();
        assertThat(project.exec("mount", "cat /mnt/workspace/work/state.txt")).isEqualTo("state\n");
        assertThat(project.exec("control-plane", "spiderweb-control project_list"))
                .contains("\"Kept\"");
        assertThat(project.exec("control-plane", "spiderweb-control node_list | grep -o '\"node_id\":\"[^\"]*\"'"))
                .as("nobody had to join again")
                .isEqualTo(nodes);
        assertThat(say("What did I ask before?").getLast().path("content").asText())
                .contains("read docs/welcome.md");
    }

    @Test
    void noProcessHasRightsThatItDoesNotNeed() throws Exception {
        for (String service : SERVICES.keySet()) {
            boolean mounts = service.equals("mount");
            String status = project.exec(service, "cat /proc/1/status").replace("\t", "");
            assertThat(status.lines())
                    .as(service)
                    .contains(
                            "Uid:10001100011000110001",
                            "CapEff:" + NOTHING,
                            "CapPrm:" + NOTHING,
                            "CapBnd:" + (mounts ? SYS_ADMIN : NOTHING),
                            "NoNewPrivs:" + (mounts ? 0 : 1));
            assertThat(project.exec(service, "touch /opt/spiderweb/new 2>&1 || true"))
                    .as("root file system of " + service)
                    .contains("Read-only file system");
            assertThat(project.exec(service, "find / -xdev -perm /6000 -type f 2>/dev/null || true"))
                    .as("set-uid programs of " + service)
                    .isEqualTo(mounts ? "/usr/bin/fusermount3\n" : "");
        }
    }

    @Test
    void secretsShowNeitherInTheContainersSettingsNorInTheirLogs() throws Exception {
        List<String> secrets = List.of(
                adminToken().reveal(),
                project.exec("gateway", "cat /var/lib/spiderweb/service_token").strip(),
                project.exec("node-one", "cat /var/lib/spiderweb/invite").strip());
        for (String service : SERVICES.keySet()) {
            CommandResult logs = project.logs(service);
            String shown = project.tell(service, "inspect") + logs.out() + logs.err();
            assertThat(secrets).as(service).allSatisfy(secret -> {
                assertThat(secret).isNotEmpty();
                assertThat(shown).doesNotContain(secret);
            });
        }
    }

    @Test
    void everyLineOfALogIsADocument() throws Exception {
        for (String service : SERVICES.keySet()) {
            List<String> lines = project.logs(service).out().lines().toList();
            assertThat(lines)
                    .as(service)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(
                                    Json.parseObject(line).path("message").asText())
                            .isNotEmpty());
        }
    }

    private void awaitReady() {
        SERVICES.forEach(project::awaitReady);
    }

    /** As the primary agent, which needs no project token. */
    private List<ObjectNode> say(String text) throws Exception {
        String project = this.project
                .exec("mount", "sed 's/--project-id //' /var/lib/spiderweb/arguments")
                .strip();
        try (ChatClient chat = ChatClient.connect(client, Endpoint.of(ports.gatewayUrl(), adminToken()))) {
            chat.attach("compose", "mother", project, null);
            return chat.say(text, frame -> {});
        }
    }

    private Secret adminToken() throws Exception {
        String tokens = project.exec("control-plane", "cat /var/lib/spiderweb/auth_tokens.json");
        return new Secret(Json.parseObject(tokens).path("admin_token").asText());
    }

    /** The machine's, or one that is open to everybody where that is root's alone. */
    private static Path fuseDevice() throws Exception {
        Path device = Path.of("/dev/fuse");
        assumeTrue(Files.exists(device), "this kernel has no /dev/fuse");
        if (Files.getPosixFilePermissions(device).contains(PosixFilePermission.OTHERS_WRITE)) {
            return device;
        }
        Path open = directory.resolve("fuse");
        CommandResult made = CommandResult.of(
                List.of("mknod", "-m", "666", open.toString(), "c", "10", "229"), Duration.ofSeconds(10));
        assumeTrue(made.status() == 0, () -> "only root may open /dev/fuse here: " + made.err());
        return open;
    }
}
