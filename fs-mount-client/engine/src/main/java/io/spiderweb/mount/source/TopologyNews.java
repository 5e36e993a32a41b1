package io.spiderweb.mount.source;

import io.spiderweb.wire.control.WorkspaceStatus;

/** What has become of the workspaces that a control plane knows. */
public sealed interface TopologyNews {

    /** Any of them may have changed: the nodes did, or something was missed. */
    record Unknown() implements TopologyNews {}

    /** That of one project changed, and what it is now has to be asked. */
    record Changed(String projectId) implements TopologyNews {}

    /** That of one project is this now, as the subscriber may see it. */
    record Now(WorkspaceStatus status) implements TopologyNews {}
}
