package io.spiderweb.mount.app;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.source.WorkspaceAddress;
import io.spiderweb.mount.source.WorkspaceSource;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.transport.WsClient;
import java.io.IOException;
import java.util.List;

/** The mounts that a program starts with; without any it would make no sense ({@code spec mount 1.6}). */
public final class FirstMounts {

    private FirstMounts() {}

    /** @throws StartupException if the workspace cannot be asked for, or has no mount that can be used */
    public static List<EndpointSpec> of(WsClient client, WorkspaceAddress address) {
        String where = "the workspace at " + address.controlPlane().uri();
        List<EndpointSpec> mounts;
        try {
            mounts = WorkspaceSource.fetch(client, address);
        } catch (IOException e) {
            throw new StartupException(where + " cannot be asked for its mounts: " + e.getMessage(), e);
        }
        if (mounts.isEmpty()) {
            throw new StartupException(where + " names no mount that can be used (control.workspace_status): "
                    + (address.projectId() == null
                            ? "activate a project, or name one with --project-id"
                            : "give project " + address.projectId() + " a mount of a node that is there"));
        }
        return mounts;
    }
}
