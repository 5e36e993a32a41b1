package io.spiderweb.wire.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.spiderweb.wire.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /**
     * @param requestNonce known to the requester alone, who shows it to collect the credentials; other servers send none
     */
    record JoinRequested(
            String requestId,
            String nodeName,
            String fsUrl,
            Platform platform,
            long requestedAtMs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Secret requestNonce)
            implements NodeReply {}

    record PendingJoins(List<PendingJoin> pending) implements NodeReply {}

    record PendingJoin(String requestId, String nodeName, String fsUrl, Platform platform, long requestedAtMs) {}

    record JoinDenied(boolean denied, String requestId) implements NodeReply {}

    record Deleted(boolean deleted, String nodeId) implements NodeReply {}

    /** What a node says of itself and what it offers. */
    record Services(
            String nodeId, String nodeName, Platform platform, Map<String, String> labels, List<NodeService> services)
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
