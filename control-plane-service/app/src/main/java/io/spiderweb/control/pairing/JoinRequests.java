package io.spiderweb.control.pairing;

import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.auth.Tokens;
import io.spiderweb.control.leases.Node;
import io.spiderweb.control.pairing.JoinRequest.State;
import io.spiderweb.control.state.Announcement;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.state.Ledger.Sequence;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Pairing by request ({@code spec control 4.3}): anybody asks, somebody decides, and who asked fetches the credentials, which are
 * told once ({@code control 11} row 8).
 */
@Singleton
public class JoinRequests {

    private static final int MAX_REQUESTS = 1_000;

    /** How long a request waits for a decision, and how long the decision is kept for who asked. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final Database database;
    private final Pairing pairing;
    private final KeyedHash hash;

    @Inject
    public JoinRequests(Database database, Pairing pairing, KeyedHash hash) {
        this.database = database;
        this.pairing = pairing;
        this.hash = hash;
    }

    public NodeReply.JoinRequested file(NodeRequest.JoinRequest asked) throws Refused {
        Secret nonce = Tokens.joinRequest();
        return database.change(edit -> {
            makeRoom(edit);
            String id = "pending-join-" + edit.next(Sequence.PENDING_JOIN);
            long now = edit.nowMs();
            JoinRequest request = new JoinRequest(
                    id,
                    hash.of(nonce),
                    Objects.requireNonNullElse(asked.nodeName(), id),
                    Objects.requireNonNullElse(asked.fsUrl(), ""),
                    asked.platform(),
                    Objects.requireNonNullElse(asked.features(), List.of()),
                    now,
                    now + KEPT.toMillis(),
                    new State.Pending());
            edit.put(JoinRequest.TABLE, id, request);
            edit.announce(Announcement.ofNodes(ControlOperation.NODE_JOIN_REQUEST));
            return request.toWire(nonce);
        });
    }

    public NodeReply.PendingJoins pending() {
        long now = database.nowMs();
        return new NodeReply.PendingJoins(database.all(JoinRequest.TABLE).stream()
                .filter(request -> request.isPending(now))
                .map(JoinRequest::item)
                .toList());
    }

    /** Makes the machine a node. Its credentials go to the caller, and to the machine when it collects them. */
    public NodeReply.Joined approve(NodeRequest.JoinApprove request) throws Refused {
        Secret secret = Tokens.node();
        Node node = database.change(edit -> {
            JoinRequest approved = undecided(edit, request.requestId());
            Node admitted = pairing.admit(
                    edit, secret, approved.nodeName(), approved.fsUrl(), approved.platform(), approved.features());
            decide(edit, approved, new State.Approved(admitted.nodeId()));
            edit.announce(Announcement.ofNodes(ControlOperation.NODE_JOIN_APPROVE));
            return admitted;
        });
        return pairing.withLease(node, request.leaseTtlMs());
    }

    public NodeReply.JoinDenied deny(NodeRequest.JoinDeny request) throws Refused {
        return database.change(edit -> {
            decide(edit, undecided(edit, request.requestId()), new State.Denied());
            edit.announce(Announcement.ofNodes(ControlOperation.NODE_JOIN_DENY));
            return new NodeReply.JoinDenied(true, request.requestId());
        });
    }

    /**
     * What the requester is told: its credentials, once.
     *
     * @throws Refused {@code join_pending}, {@code join_denied}, or {@code pending_join_not_found} also when the nonce is wrong
     */
    public NodeReply.Joined collect(NodeRequest.JoinCollect request) throws Refused {
        // most often nothing is decided yet, and looking is all
        approval(database.get(JoinRequest.TABLE, request.requestId()), request);
        Node node = database.change(edit -> {
            State.Approved approved = approval(edit.get(JoinRequest.TABLE, request.requestId()), request);
            edit.delete(JoinRequest.TABLE, request.requestId());
            return edit.get(Node.TABLE, approved.nodeId()).orElseThrow(() -> unknown(request.requestId()));
        });
        return pairing.withLease(node, request.leaseTtlMs());
    }

    private State.Approved approval(Optional<JoinRequest> found, NodeRequest.JoinCollect by) throws Refused {
        long now = database.nowMs();
        JoinRequest request = found.filter(stored -> !stored.isExpired(now))
                .filter(stored -> hash.matches(by.requestNonce(), stored.nonceHash()))
                .orElseThrow(() -> unknown(by.requestId()));
        return switch (request.state()) {
            case State.Approved approved -> approved;
            case State.Pending pending ->
                throw new Refused(ErrorCode.JOIN_PENDING, "JoinPending: nobody has decided about this request yet");
            case State.Denied denied -> throw new Refused(ErrorCode.JOIN_DENIED, "JoinDenied: this request was denied");
        };
    }

    private static JoinRequest undecided(Edit edit, String id) throws Refused {
        return edit.get(JoinRequest.TABLE, id)
                .filter(request -> request.isPending(edit.nowMs()))
                .orElseThrow(() -> unknown(id));
    }

    private static void decide(Edit edit, JoinRequest request, State decision) {
        edit.put(JoinRequest.TABLE, request.requestId(), request.decided(decision, edit.nowMs() + KEPT.toMillis()));
    }

    private static void makeRoom(Edit edit) throws Refused {
        Collection<JoinRequest> all = edit.all(JoinRequest.TABLE).values();
        long now = edit.nowMs();
        List<JoinRequest> expired = all.stream()
                .filter(request -> request.isExpired(now))
                .limit(MAX_REQUESTS / 2)
                .toList();
        expired.forEach(request -> edit.delete(JoinRequest.TABLE, request.requestId()));
        if (all.size() - expired.size() >= MAX_REQUESTS) {
            throw new Refused(
                    ErrorCode.CONTROL_PLANE_ERROR,
                    "there are " + MAX_REQUESTS + " requests to join already: wait until some were decided or expired");
        }
    }

    private static Refused unknown(String requestId) {
        return new Refused(
                ErrorCode.PENDING_JOIN_NOT_FOUND, "PendingJoinNotFound: there is no open request " + requestId);
    }
}
