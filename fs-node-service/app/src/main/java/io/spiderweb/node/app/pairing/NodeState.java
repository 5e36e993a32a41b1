package io.spiderweb.node.app.pairing;

import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import org.jspecify.annotations.Nullable;

/**
 * A node's identity and lease, or the request that it waits for, as the state file has them (spec fs-node 10.3). All null before.
 *
 * @param requestNonce ours: proves that the request is this node's
 */
public record NodeState(
        int schema,
        @Nullable String nodeId,
        @Nullable Secret nodeSecret,
        @Nullable Secret leaseToken,
        long leaseExpiresAtMs,
        @Nullable String requestId,
        @Nullable Secret requestNonce,
        @Nullable String nodeName,
        @Nullable String fsUrl) {

    static final NodeState EMPTY = new NodeState(1, null, null, null, 0, null, null, null, null);

    /** Who the node is, once it has joined. */
    public record Identity(String nodeId, Secret nodeSecret) {}

    /** Null before it has joined. */
    @Nullable Identity identity() {
        return nodeId == null || nodeSecret == null ? null : new Identity(nodeId, nodeSecret);
    }

    public boolean isPaired() {
        return identity() != null;
    }

    /** Of a node that has asked to join. */
    static NodeState waiting(NodeReply.JoinRequested asked) {
        return new NodeState(
                1, null, null, null, 0, asked.requestId(), asked.requestNonce(), asked.nodeName(), asked.fsUrl());
    }

    static NodeState of(NodeReply.Joined joined) {
        return new NodeState(
                1,
                joined.nodeId(),
                joined.nodeSecret(),
                joined.leaseToken(),
                joined.leaseExpiresAtMs(),
                null,
                null,
                joined.nodeName(),
                joined.fsUrl());
    }
}
