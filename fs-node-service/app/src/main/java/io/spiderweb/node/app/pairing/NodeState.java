package io.spiderweb.node.app.pairing;

import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import org.jspecify.annotations.Nullable;

/** A node's identity and lease, as the state file has them (spec fs-node 10.3). All null before the node has joined. */
public record NodeState(
        int schema,
        @Nullable String nodeId,
        @Nullable Secret nodeSecret,
        @Nullable Secret leaseToken,
        long leaseExpiresAtMs,
        @Nullable String requestId,
        @Nullable String nodeName,
        @Nullable String fsUrl) {

    static final NodeState EMPTY = new NodeState(1, null, null, null, 0, null, null, null);

    /** Who the node is, once it has joined. */
    public record Identity(String nodeId, Secret nodeSecret) {}

    /** Null before it has joined. */
    @Nullable Identity identity() {
        return nodeId == null || nodeSecret == null ? null : new Identity(nodeId, nodeSecret);
    }

    public boolean isPaired() {
        return identity() != null;
    }

    static NodeState of(NodeReply.Joined joined) {
        return new NodeState(
                1,
                joined.nodeId(),
                joined.nodeSecret(),
                joined.leaseToken(),
                joined.leaseExpiresAtMs(),
                null,
                joined.nodeName(),
                joined.fsUrl());
    }
}
