package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.stack.Stack.CommandResult;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.ProjectReply;
import io.spiderweb.wire.control.ProjectRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the control plane's state when its process ends, its key is another one or its machine is lost. */
class StateOnDiskTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private Ports ports;
    private Path noKey;
    private Path key;
    private Path otherKey;

    @BeforeEach
    void prepare() throws Exception {
        ports = Ports.free();
        noKey = Files.createFile(directory.resolve("none.properties"));
        key = settings("key", "a1");
        otherKey = settings("other", "b2");
    }

    @DisplayName("control 11 row 1: without its key a state is left alone; a backup of it makes another one")
    @Test
    void aSealedStateNeedsItsKeyAndABackupOfItMakesAnother() throws Exception {
        Path data = directory.resolve("data");
        Path backup = directory.resolve("state.backup");
        NodeReply.Joined node;
        ProjectReply.Up project;
        ServiceProcess control = start(data, key);
        try (Stack stack = Stack.in(Checkout.find(), data, ports);
                ControlConnection admin = stack.connectToControlPlane()) {
            Secret invite = admin.call(
                            ControlOperation.NODE_INVITE_CREATE,
                            new NodeRequest.InviteCreate(600_000),
                            NodeReply.Invite.class)
                    .inviteToken();
            node = admin.call(
                    ControlOperation.NODE_JOIN,
                    new NodeRequest.Join(invite, "edge-1", null, 600_000, null),
                    NodeReply.Joined.class);
            project = admin.call(
                    ControlOperation.PROJECT_UP,
                    new ProjectRequest.Up(null, "Lab", null, null, null, true, List.of()),
                    ProjectReply.Up.class);
            CommandResult made = command(
                    "spiderweb-control", "--url", ports.controlUrl(), "--data-dir", data, "backup", "--to", backup);
            assertThat(made.err()).isEmpty();
            assertThat(made.status()).isZero();
        } finally {
            control.stop();
        }

        assertRefused(data, noKey, "no key is set: set SPIDERWEB_CONTROL_STATE_KEY_HEX");
        assertRefused(data, otherKey, "correct SPIDERWEB_CONTROL_STATE_KEY_HEX");

        Path moved = directory.resolve("moved");
        CommandResult refused = restore(backup, moved, otherKey);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err().lines()).singleElement().asString().contains("nothing was restored");
        assertThat(moved).doesNotExist();

        CommandResult restored = restore(backup, moved, key);
        assertThat(restored.err()).isEmpty();
        assertThat(restored.status()).isZero();
        ServiceProcess again = start(moved, key);
        try (Stack stack = Stack.in(Checkout.find(), moved, ports);
                ControlConnection admin = stack.connectToControlPlane()) {
            assertThat(Files.readString(moved.resolve("auth_tokens.json")))
                    .isEqualTo(Files.readString(data.resolve("auth_tokens.json")));
            refresh(admin, node.nodeId(), node.nodeSecret());
            assertThat(admin.call(
                                    ControlOperation.PROJECT_GET,
                                    new ProjectRequest.Get(project.projectId()),
                                    ProjectReply.Project.class)
                            .name())
                    .isEqualTo("Lab");
        } finally {
            again.stop();
        }
    }

    @Test
    void aNodeOfTheReferenceKeepsItsIdentity() throws Exception {
        Path snapshot = Files.writeString(directory.resolve("snapshot.json"), """
                {"schema":1,"next":{"node_id":8},"nodes":[{"id":"node-7","name":"edge-7","fs_url":"ws://10.0.0.7:18891/v2/fs",
                 "secret":"secret-of-node-7","joined_at_ms":1,"last_seen_ms":1,"lease_expires_at_ms":1}]}""");
        Path data = directory.resolve("data");
        CommandResult imported =
                command("spiderweb-control-plane", "import", "--from", snapshot, "--data-dir", data, "--config", key);
        assertThat(imported.err()).isEmpty();
        assertThat(imported.out()).contains("nodes            1");
        ServiceProcess control = start(data, key);
        try (Stack stack = Stack.in(Checkout.find(), data, ports);
                ControlConnection admin = stack.connectToControlPlane()) {
            NodeReply.Joined back = refresh(admin, "node-7", new Secret("secret-of-node-7"));
            assertThat(back.nodeName()).isEqualTo("edge-7");
        } finally {
            control.stop();
        }
    }

    private static NodeReply.Joined refresh(ControlConnection admin, String nodeId, Secret secret) throws Exception {
        return admin.call(
                ControlOperation.NODE_LEASE_REFRESH,
                new NodeRequest.LeaseRefresh(nodeId, secret, 600_000, null),
                NodeReply.Joined.class);
    }

    private void assertRefused(Path data, Path settings, String reason) throws Exception {
        byte[] before = Files.readAllBytes(data.resolve("control/control.db"));
        CommandResult start = command(
                "spiderweb-control-plane",
                "--data-dir",
                data,
                "--port",
                ports.controlPlane(),
                "--metrics-port",
                0,
                "--config",
                settings);
        assertThat(start.status()).isEqualTo(1);
        assertThat(start.err().lines()).singleElement().asString().contains(reason, "Nothing was changed");
        assertThat(data.resolve("control/control.db")).hasBinaryContent(before);
    }

    private CommandResult restore(Path backup, Path data, Path settings) throws Exception {
        return command(
                "spiderweb-control-plane", "restore", "--from", backup, "--data-dir", data, "--config", settings);
    }

    private ServiceProcess start(Path data, Path settings) throws Exception {
        List<String> command = line(
                "spiderweb-control-plane",
                "--data-dir",
                data,
                "--port",
                ports.controlPlane(),
                "--metrics-port",
                0,
                "--config",
                settings);
        ServiceProcess service = ServiceProcess.start(
                "spiderweb-control-plane", command, Map.of(), data.resolve("control.log"), ports.controlPlane());
        service.awaitReady();
        return service;
    }

    private static CommandResult command(String launcher, Object... arguments) throws Exception {
        return CommandResult.of(line(launcher, arguments), PATIENCE);
    }

    private static List<String> line(String launcher, Object... arguments) {
        List<String> line =
                new ArrayList<>(List.of(Checkout.find().launcher(launcher).toString()));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        return line;
    }

    private Path settings(String name, String digits) throws Exception {
        return Files.writeString(
                directory.resolve(name + ".properties"), "spiderweb.control-state-key-hex=" + digits.repeat(32) + "\n");
    }
}
