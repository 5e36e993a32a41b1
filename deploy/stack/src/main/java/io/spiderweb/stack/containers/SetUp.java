package io.spiderweb.stack.containers;

import io.spiderweb.stack.StackException;
import io.spiderweb.stack.Workspace;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.wire.control.ProjectRequest.DesiredMount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs once at every {@code docker compose up}; what was done before stays as it is. */
@Command(
        name = "set-up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gives the services of a compose project their credentials: the gateway its service token, each node an invite, and the",
            "mount the workspace of a project in which the nodes' exports are.",
        })
public final class SetUp implements Callable<Integer> {

    @Option(names = "--control-url", paramLabel = "URL", required = true, description = "the control plane")
    private String controlUrl;

    @Option(
            names = "--node",
            paramLabel = "NAME=EXPORT",
            required = true,
            description = "a node, and its export that is mounted at /EXPORT; repeatable")
    private Map<String, String> exports = new LinkedHashMap<>();

    @Option(
            names = "--hand-over",
            paramLabel = "DIR",
            defaultValue = "/hand-over",
            description = "where the services' data directories are, by their names (${DEFAULT-VALUE})")
    private Path handOver;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${env:SPIDERWEB_DATA_DIR}",
            required = true,
            description = "where the project is remembered (SPIDERWEB_DATA_DIR)")
    private Path dataDir;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "150",
            description = "how long to wait for the others (${DEFAULT-VALUE})")
    private long timeoutSeconds;

    public static void main(String... args) {
        System.exit(new CommandLine(new SetUp()).execute(args));
    }

    @Override
    public Integer call() {
        HandOver files = new HandOver(handOver);
        Patience patience = new Patience(Duration.ofSeconds(timeoutSeconds));
        try (WsClient client = WsClient.create();
                ControlConnection control = patience.await(
                        "the control plane cannot be reached: see its log",
                        () -> Optional.of(connect(client, files)))) {
            files.toGateway();
            say("the gateway has its service token");
            Workspace workspace =
                    Workspace.up(control, "Containers", dataDir, mounts(new Nodes(control, files, patience)));
            files.toMount(workspace.projectId());
            say("the workspace is that of project " + workspace.projectId());
            return CommandLine.ExitCode.OK;
        } catch (StackException | IOException e) {
            System.err.println("set-up: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private ControlConnection connect(WsClient client, HandOver files) throws StackException, IOException {
        return ControlConnection.open(client, Endpoint.of(controlUrl, files.adminToken()), event -> {}, reason -> {});
    }

    private List<DesiredMount> mounts(Nodes nodes) throws StackException, IOException, InterruptedException {
        Map<String, Long> invited = new LinkedHashMap<>();
        for (String name : exports.keySet()) {
            invited.put(name, nodes.invite(name));
        }
        List<DesiredMount> mounts = new ArrayList<>();
        for (var node : exports.entrySet()) {
            String id = nodes.awaitJoined(node.getKey(), invited.getOrDefault(node.getKey(), 0L));
            mounts.add(new DesiredMount("/" + node.getValue(), id, node.getValue()));
            say("/" + node.getValue() + " is on " + node.getKey() + " (" + id + ")");
        }
        return mounts;
    }

    private static void say(String what) {
        System.out.println("set-up: " + what);
    }
}
