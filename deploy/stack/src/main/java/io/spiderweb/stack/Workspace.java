package io.spiderweb.stack;

import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.ProjectReply;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.ProjectRequest.DesiredMount;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A project whose mounts are the exports of the stack's nodes; the same one at every start. */
public record Workspace(String projectId, Secret projectToken) {

    /** @param exports by the name of the node that offers them */
    public static Workspace up(Stack stack, Map<String, List<ExportDirectory>> exports) throws IOException {
        try (ControlConnection control = stack.connect()) {
            return up(control, "Quickstart", stack.dataDir(), mounts(control, exports));
        }
    }

    /** @param directory where the project is remembered */
    public static Workspace up(ControlConnection control, String name, Path directory, List<DesiredMount> mounts)
            throws IOException {
        Path file = directory.resolve("project.json");
        ProjectReply.Up up =
                control.call(ControlOperation.PROJECT_UP, request(file, name, mounts), ProjectReply.Up.class);
        Workspace workspace = new Workspace(up.projectId(), up.projectToken());
        new OwnerFile(file).write(Json.write(workspace));
        return workspace;
    }

    private static ProjectRequest.Up request(Path file, String name, List<DesiredMount> mounts) throws IOException {
        if (!Files.exists(file)) {
            return new ProjectRequest.Up(null, name, null, null, null, true, mounts);
        }
        try {
            Fields saved = new Fields(Json.parseObject(Files.readString(file)));
            return new ProjectRequest.Up(
                    saved.required("project_id"),
                    name,
                    null,
                    null,
                    saved.requiredSecret("project_token"),
                    true,
                    mounts);
        } catch (InvalidJsonException e) {
            throw new IOException(file + " is damaged (" + e.getMessage() + "): delete it to make a new project", e);
        }
    }

    private static List<DesiredMount> mounts(ControlConnection control, Map<String, List<ExportDirectory>> exports)
            throws IOException {
        List<DesiredMount> mounts = new ArrayList<>();
        for (NodeReply.Node node : control.call(
                        ControlOperation.NODE_LIST, new NodeRequest.ListAll(), NodeReply.Nodes.class)
                .nodes()) {
            exports.getOrDefault(node.nodeName(), List.of())
                    .forEach(export -> mounts.add(new DesiredMount(export.mountPath(), node.nodeId(), export.name())));
        }
        return mounts;
    }
}
