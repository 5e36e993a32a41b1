package io.spiderweb.control.pairing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.spiderweb.control.state.Table;
import io.spiderweb.store.Lease;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine's wish to become a node. Stored under its id.
 *
 * @param nonceHash keyed hash of what only the requester knows
 * @param address from where it was filed; null in requests that are older than this member
 * @param expiresAtMs when it is forgotten, whatever became of it; milliseconds since the epoch, as the other
 */
public record JoinRequest(
        String requestId,
        String nonceHash,
        String nodeName,
        String fsUrl,
        NodeReply.Platform platform,
        List<String> features,
        @Nullable String address,
        long requestedAtMs,
        long expiresAtMs,
        State state) {

    public static final Table<JoinRequest> TABLE = new Table<>("join-request", JoinRequest.class);

    /** What has become of it. Both decisions are final. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = State.Pending.class, name = "pending"),
        @JsonSubTypes.Type(value = State.Approved.class, name = "approved"),
        @JsonSubTypes.Type(value = State.Denied.class, name = "denied")
    })
    public sealed interface State {
        record Pending() implements State {}

        /** @param toldAtMs when the node's lease began with which the credentials were told last; null before */
        record Approved(String nodeId, @Nullable Long toldAtMs) implements State {

            Approved toldAt(Lease begun) {
                return new Approved(nodeId, begun.renewedAtMs());
            }
        }

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
                requestId,
                nonceHash,
                nodeName,
                fsUrl,
                platform,
                features,
                address,
                requestedAtMs,
                newExpiresAtMs,
                decision);
    }

    NodeReply.JoinRequested toWire(Secret nonce) {
        return new NodeReply.JoinRequested(requestId, nodeName, fsUrl, platform, requestedAtMs, nonce);
    }

    NodeReply.PendingJoin item() {
        return new NodeReply.PendingJoin(requestId, nodeName, fsUrl, platform, requestedAtMs);
    }
}
