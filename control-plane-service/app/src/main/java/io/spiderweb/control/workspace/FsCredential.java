package io.spiderweb.control.workspace;

import io.spiderweb.control.leases.Node;
import io.spiderweb.control.projects.Mount;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.fs.FsToken;
import java.time.Duration;

/** What a mount client shows to a node: a short-lived token if the node understands one, else the node's own secret. */
final class FsCredential {

    private static final long VALID_MS = Duration.ofHours(1).toMillis();

    /** The end of a token is a multiple of this, so that a client that asks again soon gets the same token. */
    private static final long STEP_MS = Duration.ofMinutes(5).toMillis();

    private FsCredential() {}

    static Secret of(Node node, Mount mount, String projectId, long nowMs) {
        if (!node.understandsTokens()) {
            return node.secret();
        }
        long expires = (nowMs + VALID_MS) / STEP_MS * STEP_MS + STEP_MS;
        return new FsToken(node.nodeId(), mount.exportName(), false, projectId, expires).signedWith(node.secret());
    }
}
