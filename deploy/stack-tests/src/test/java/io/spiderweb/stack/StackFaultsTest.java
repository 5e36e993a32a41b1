package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.ProjectReply;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One running stack, and the faults of a real day. Each test leaves it whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class StackFaultsTest {

    private static final Duration RECOVERY = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private Stack stack;
    private Workspace workspace;
    private ExportDirectory docs;
    private ExportDirectory work;
    private Path mountpoint;

    @BeforeAll
    void start() throws Exception {
        Requirements.fuse();
        docs = export("docs", true);
        work = export("work", false);
        Files.writeString(docs.path().resolve("about.md"), "Spiderweb is one file tree.\n");
        mountpoint = Files.createDirectories(directory.resolve("mnt"));
        stack = Stack.in(Checkout.find(), directory.resolve("data"), Ports.free());
        stack.startControlPlane();
        startNodes();
        stack.startGateway();
        workspace = Workspace.up(stack, Map.of("one", List.of(docs), "two", List.of(work)));
        new Mountpoint(mountpoint).awaitMounted(stack.startMount(mountpoint, workspace.projectId()));
    }

    @AfterAll
    void stop() throws Exception {
        if (stack != null) {
            stack.close();
            new Mountpoint(mountpoint).release();
        }
    }

    @Test
    void aNodeKilledWhileTheMountIsInUseIsUsedAgainWhenItIsBack() throws Exception {
        Path file = mountpoint.resolve("work/kept.txt");
        Files.writeString(file, "before");
        stack.service("two").kill();
        assertThatThrownBy(() -> Files.writeString(mountpoint.resolve("work/lost.txt"), "nobody is there"))
                .as("without its node an operation ends with an error, in bounded time")
                .isInstanceOf(IOException.class);
        assertThat(mountpoint.resolve("docs/about.md"))
                .as("the other node is not concerned")
                .hasContent("Spiderweb is one file tree.");
        startNode("two", stack.ports().secondNode(), work);
        await().atMost(RECOVERY)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(file).hasContent("before"));
        Files.writeString(file, "after");
        assertThat(work.path().resolve("kept.txt")).hasContent("after");
    }

    @Test
    void aNodeKilledDuringACopyLosesNothingThatWasClosedBefore() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        ConcurrentLinkedQueue<String> closed = new ConcurrentLinkedQueue<>();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; !stop.get(); i++) {
                try {
                    Files.writeString(mountpoint.resolve("work/copy-" + i), "content " + i);
                    closed.add("copy-" + i);
                } catch (IOException e) {
                    // the node is away; what was reported as failed may or may not be there
                }
            }
        });
        await().atMost(RECOVERY).until(() -> closed.size() > 20);
        stack.service("two").kill();
        startNode("two", stack.ports().secondNode(), work);
        int atRestart = closed.size();
        await().atMost(RECOVERY).until(() -> closed.size() > atRestart + 5);
        stop.set(true);
        writer.join();
        for (String name : closed) {
            assertThat(work.path().resolve(name)).hasContent("content " + name.substring("copy-".length()));
        }
    }

    @Test
    void theControlPlaneKilledAndRestartedKeepsWhatItAcknowledgedAndFilesGoOn() throws Exception {
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        Thread burst = Thread.ofPlatform().start(() -> {
            try (ControlConnection control = stack.connect()) {
                while (true) {
                    acknowledged.add(control.call(
                                    ControlOperation.PROJECT_CREATE,
                                    new ProjectRequest.Create("burst", null, null),
                                    ProjectReply.Project.class)
                            .projectId());
                }
            } catch (IOException e) {
                // the control plane is gone, as it should be
            }
        });
        await().atMost(RECOVERY).until(() -> acknowledged.size() > 30);
        stack.service("control plane").kill();
        burst.join(Duration.ofSeconds(60));
        assertThat(mountpoint.resolve("docs/about.md"))
                .as("files do not need the control plane")
                .hasContent("Spiderweb is one file tree.");
        stack.startControlPlane();
        try (ControlConnection control = stack.connect()) {
            assertThat(control.call(
                                    ControlOperation.PROJECT_LIST,
                                    new ProjectRequest.ListAll(),
                                    ProjectReply.Projects.class)
                            .projects())
                    .extracting(ProjectReply.Summary::projectId)
                    .containsAll(acknowledged);
        }
        await().atMost(RECOVERY)
                .ignoreExceptions()
                .until(() -> status().mounts().stream().allMatch(WorkspaceStatus.Mount::online));
        assertThatTheAgentWorks();
    }

    @Test
    void theGatewayKilledAndRestartedRemembersTheConversation() throws Exception {
        say("read docs/about.md");
        stack.service("gateway").kill();
        stack.startGateway();
        assertThat(say("What did I ask before?")).contains("read docs/about.md");
    }

    private String say(String text) throws IOException {
        try (ChatClient chat = stack.chat()) {
            chat.attach("memory", "mother", workspace.projectId(), workspace.projectToken());
            return chat.say(text, frame -> {}).getLast().path("content").asText();
        }
    }

    @Test
    void aWrongTokenIsRefusedAtBothDoors() throws Exception {
        assertThatThrownBy(() -> stack.connect(new Secret("sw-admin_wrong")))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("token");
        for (String url : List.of(stack.ports().gatewayUrl(), stack.ports().controlUrl())) {
            var result = stack.run("spiderweb-control", "--url", url, "--auth-token", "sw-user_wrong", "ping");
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("token")
                    .doesNotContain("sw-user_wrong")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void anInviteThatExpiredOrWasUsedPairsNobody() throws Exception {
        try (ControlConnection control = stack.connect()) {
            Secret used = invite(control, 600_000).inviteToken();
            join(used, "first");
            assertRefused(used, ErrorCode.INVITE_REDEEMED);
            // the shortest life that an invite can have
            NodeReply.Invite brief = invite(control, 1);
            await().atMost(RECOVERY).until(() -> System.currentTimeMillis() > brief.expiresAtMs());
            assertRefused(brief.inviteToken(), ErrorCode.INVITE_EXPIRED);
            assertRefused(new Secret("inv-00000000000000000000000000000000"), ErrorCode.INVITE_NOT_FOUND);
        }
    }

    @Test
    void aNodeWithAUsedInviteSaysWhatToDo() throws Exception {
        Secret used = stack.invite();
        join(used, "taken");
        ExportDirectory more = export("more", false);
        assertThatThrownBy(() -> stack.startNode(
                        "late",
                        Ports.free().firstNode(),
                        List.of(more),
                        Map.of("SPIDERWEB_INVITE_TOKEN", used.reveal())))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("exit status 1")
                .hasMessageContaining("invite")
                .satisfies(e ->
                        assertThat(e.getMessage()).doesNotContain(used.reveal()).doesNotContain("\tat "));
    }

    private void assertRefused(Secret invite, ErrorCode code) {
        assertThatThrownBy(() -> join(invite, "another"))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void join(Secret invite, String name) throws IOException {
        try (ControlConnection control = stack.connect()) {
            control.call(
                    ControlOperation.NODE_JOIN,
                    new NodeRequest.Join(invite, name, "", 60_000, null),
                    NodeReply.Joined.class);
        }
    }

    private static NodeReply.Invite invite(ControlConnection control, long expiresInMs) throws IOException {
        return control.call(
                ControlOperation.NODE_INVITE_CREATE, new NodeRequest.InviteCreate(expiresInMs), NodeReply.Invite.class);
    }

    private void assertThatTheAgentWorks() throws Exception {
        new Story(stack, System.out).tell(workspace, work, java.util.Optional.of(mountpoint));
    }

    private WorkspaceStatus status() throws IOException {
        try (ControlConnection control = stack.connect()) {
            return control.call(
                    ControlOperation.WORKSPACE_STATUS,
                    new ProjectRequest.WorkspaceStatusOf(workspace.projectId(), workspace.projectToken()),
                    WorkspaceStatus.class);
        }
    }

    private void startNodes() throws Exception {
        startNode("one", stack.ports().firstNode(), docs);
        startNode("two", stack.ports().secondNode(), work);
    }

    private void startNode(String name, int port, ExportDirectory export) throws Exception {
        stack.startNode(name, port, List.of(export));
    }

    private static ExportDirectory export(String name, boolean readOnly) throws IOException {
        return new ExportDirectory(name, Files.createDirectories(directory.resolve(name)), readOnly);
    }
}
