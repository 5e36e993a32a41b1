package io.spiderweb.control.projects;

import io.spiderweb.wire.MountPath;
import io.spiderweb.wire.control.ProjectRequest.DesiredMount;

/** An export of a node at a path of the workspace. Several at the same path, in order, stand in for each other. */
public record Mount(MountPath path, String nodeId, String exportName) {

    DesiredMount toWire() {
        return new DesiredMount(path.text(), nodeId, exportName);
    }
}
