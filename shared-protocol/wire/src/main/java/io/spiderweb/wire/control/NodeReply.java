package io.spiderweb.wire.control;

import io.spiderweb.wire.Secret;
import java.util.List;

/** Answers to {@link NodeRequest}. Times are milliseconds since the epoch. */
public sealed interface NodeReply extends ControlReply {

    record Invite(String inviteId, Secret inviteToken, long createdAtMs, long expiresAtMs) implements NodeReply {}

    /** What a node needs to know of itself; carries its secrets, so it goes to the caller alone. */
    record Joined(
            String nodeId,
            String nodeName,
            String fsUrl,
            Secret nodeSecret,
            Secret leaseToken,
            Platform platform,
            long leaseExpiresAtMs)
            implements NodeReply {}

    record Nodes(List<Node> nodes) implements NodeReply {}

    record OneNode(Node node) implements NodeReply {}

    record Node(
            String nodeId,
            String nodeName,
            String fsUrl,
            Platform platform,
            int serviceCount,
            long joinedAtMs,
            long lastSeenMs,
            long leaseExpiresAtMs) {}

    record Platform(String os, String arch, String runtimeKind) {
        public static final Platform UNKNOWN = new Platform("unknown", "unknown", "unknown");
    }
}
