package io.spiderweb.control.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spiderweb.control.cli.Hop.State;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.WorkspaceStatus;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Every hop is tried, also after one that failed, as far as it can be known at all. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Checks the way from here to the gateway, the control plane, each node and the provider, and tells the"
                        + " round trip of each hop. Exit status 1 if one of them failed.")
final class Probe implements Callable<Integer> {

    /** Nodes that are asked at a time: one that is away takes as long as a connection may. */
    private static final int AT_A_TIME = 16;

    @ParentCommand
    Main main;

    @Option(
            names = "--project-id",
            paramLabel = "ID",
            description = "whose nodes are asked; the active project's if left out")
    @Nullable String projectId;

    @Option(
            names = "--project-token",
            paramLabel = "SECRET",
            description = "needed for a project that is not the active one")
    @Nullable String projectToken;

    @Option(
            names = "--turn",
            description = "take one turn of an agent, which asks the provider and costs what a turn costs")
    boolean turn;

    private final List<Hop> hops = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Endpoint endpoint = main.endpoint();
        try (WsClient client = main.client()) {
            probe(client, endpoint);
        }
        boolean isFine = hops.stream().noneMatch(hop -> hop.state() == State.FAILED);
        if (!main.output().asTables()) {
            ArrayNode all = Json.object().arrayNode();
            hops.forEach(hop -> all.add(Json.tree(hop)));
            main.output()
                    .out()
                    .println(Json.write(Json.object().put("ok", isFine).set("hops", all)));
        }
        return isFine ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void probe(WsClient client, Endpoint endpoint) throws IOException {
        try (ProbeServer server = ProbeServer.open(client, endpoint)) {
            if (server.check(this::found)) {
                askNodes(client, server.connection());
            } else {
                found(Hop.skipped("nodes", "are known to the control plane alone"));
            }
            if (!server.isGateway()) {
                found(Hop.skipped("provider", "is asked through the gateway: give its --url"));
            } else if (!turn) {
                found(Hop.skipped("provider", "is asked with --turn only, which costs what a turn costs"));
            } else {
                found(ProbeTurn.take(client, endpoint));
            }
        } catch (IOException e) {
            found(Hop.failed("server", e.getMessage() + ": is it running, and is this its address? (--url)"));
        }
    }

    private void askNodes(WsClient client, ControlConnection control) throws IOException {
        try (ExecutorService pool = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofVirtual().name("probe ", 0).factory())) {
            List<Future<Hop>> answers = new ArrayList<>();
            for (ProbeNode node : nodes(control)) {
                answers.add(pool.submit(() -> node.check(client)));
            }
            for (Future<Hop> answer : answers) {
                found(answer.get());
            }
        } catch (ControlException e) {
            found(Hop.failed("workspace", e.code() + ": " + e.getMessage()));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Those of the workspace, with what it takes to ask them; for an admin also the others. */
    private List<ProbeNode> nodes(ControlConnection control) throws IOException {
        Map<String, ProbeNode> nodes = new LinkedHashMap<>();
        WorkspaceStatus workspace = control.call(
                ControlOperation.WORKSPACE_STATUS,
                new ProjectRequest.WorkspaceStatusOf(projectId, Main.secret(projectToken)),
                WorkspaceStatus.class);
        for (WorkspaceStatus.Mount mount : workspace.desiredMounts()) {
            String name = "node " + (mount.nodeName() == null ? mount.nodeId() : mount.nodeName());
            nodes.putIfAbsent(
                    mount.nodeId(),
                    new ProbeNode(name, mount.fsUrl(), mount.exportName(), mount.fsAuthToken(), mount.online()));
        }
        try {
            long now = System.currentTimeMillis();
            control.call(ControlOperation.NODE_LIST, new NodeRequest.ListAll(), NodeReply.Nodes.class)
                    .nodes()
                    .forEach(node -> nodes.putIfAbsent(
                            node.nodeId(),
                            new ProbeNode(
                                    "node " + node.nodeName(),
                                    node.fsUrl(),
                                    null,
                                    null,
                                    node.leaseExpiresAtMs() > now)));
        } catch (ControlException e) {
            // the list is for admins; a user has a way to the nodes of the workspace only
        }
        return List.copyOf(nodes.values());
    }

    private void found(Hop hop) {
        hops.add(hop);
        if (main.output().asTables()) {
            main.output().out().println(hop.line());
            main.output().out().flush();
        }
    }
}
