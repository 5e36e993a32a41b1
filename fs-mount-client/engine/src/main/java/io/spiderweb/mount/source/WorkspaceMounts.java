package io.spiderweb.mount.source;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.wire.MountPath;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for a workspace's mounts and reads endpoints from them ({@code spec mount 6.1, 6.2}). */
public final class WorkspaceMounts {

    private WorkspaceMounts() {}

    static WorkspaceStatus status(ControlConnection connection, WorkspaceAddress address) throws IOException {
        return connection.call(
                ControlOperation.WORKSPACE_STATUS,
                new ProjectRequest.WorkspaceStatusOf(address.projectId(), address.projectToken()),
                WorkspaceStatus.class);
    }

    /** @throws IOException if a mount has no usable path: then nothing of the status is believed */
    public static List<EndpointSpec> endpoints(WorkspaceStatus status) throws IOException {
        List<EndpointSpec> endpoints = new ArrayList<>();
        // a server that knows no mounts may leave the member out
        @Nullable List<WorkspaceStatus.Mount> mounts = status.mounts();
        for (WorkspaceStatus.Mount mount : mounts == null ? List.<WorkspaceStatus.Mount>of() : mounts) {
            MountPath path = MountPath.parse(mount.mountPath() == null ? "" : mount.mountPath())
                    .orElseThrow(() -> new IOException(
                            "the workspace has a mount without a usable path: '" + mount.mountPath() + "'"));
            String url = mount.fsUrl();
            if (url != null && isNodeAddress(url)) {
                endpoints.add(new EndpointSpec(name(mount), url, nonEmpty(mount.exportName()), path, token(mount)));
            }
        }
        return endpoints;
    }

    private static boolean isNodeAddress(String url) {
        return (url.startsWith("ws://") || url.startsWith("wss://")) && url.contains("/v2/fs");
    }

    private static String name(WorkspaceStatus.Mount mount) {
        String name = nonEmpty(mount.nodeName());
        String id = nonEmpty(mount.nodeId());
        return name != null ? name : id != null ? id : "node";
    }

    private static @Nullable Secret token(WorkspaceStatus.Mount mount) {
        Secret token = mount.fsAuthToken();
        return token == null || token.reveal().isEmpty() ? null : token;
    }

    private static @Nullable String nonEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
