package io.spiderweb.control.pairing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.spiderweb.control.state.Table;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import java.util.List;

/**
 * A machine's wish to become a node. Stored under its id.
 *
 * @param nonceHash keyed hash of what only the requester knows
 * @param expiresAtMs when it is forgotten, whatever became of it; milliseconds since the epoch, as the other
 */
record JoinRequest(
        String requestId,
        String nonceHash,
        String nodeName,
        String fsUrl,
        NodeReply.Platform platform,
        List<String> features,
        long requestedAtMs,
        long expiresAtMs,
        State state) {

    static final Table<JoinRequest> TABLE = new Table<>("join-request", JoinRequest.class);

    /** What has become of it. Both decisions are final. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = State.Pending.class, name = "pending"),
        @JsonSubTypes.Type(value = State.Approved.class, name = "approved"),
        @JsonSubTypes.Type(value = State.Denied.class, name = "denied")
    })
    sealed interface State {
        record Pending() implements State {}

        record Approved(String nodeId) implements State {}

        record Denied() implements State {}
    }

    boolean isPending(long nowMs) {
        return state instanceof State.Pending && !isExpired(nowMs);
    }

    boolean isExpired(long nowMs) {
        return expiresAtMs <= nowMs;
    }

    JoinRequest decided(State decision, long newExpiresAtMs) {
        return new JoinRequest(
                requestId, nonceHash, nodeName, fsUrl, platform, features, requestedAtMs, newExpiresAtMs, decision);
    }

    NodeReply.JoinRequested toWire(Secret nonce) {
        return new NodeReply.JoinRequested(requestId, nodeName, fsUrl, platform, requestedAtMs, nonce);
    }

    NodeReply.PendingJoin item() {
        return new NodeReply.PendingJoin(requestId, nodeName, fsUrl, platform, requestedAtMs);
    }
}
