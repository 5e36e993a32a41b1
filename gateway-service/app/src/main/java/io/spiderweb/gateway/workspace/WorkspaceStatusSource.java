package io.spiderweb.gateway.workspace;

import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who knows what a workspace consists of. */
@FunctionalInterface
public interface WorkspaceStatusSource {

    /** @param projectId null for the agent's active project */
    WorkspaceStatus workspace(String agentId, @Nullable String projectId) throws IOException;
}
