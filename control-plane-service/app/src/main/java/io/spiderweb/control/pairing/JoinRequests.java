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
import io.spiderweb.store.Lease;
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
 * Pairing by request ({@code spec control 4.3}): anybody asks, somebody decides, and who asked fetches the credentials ({@code
 * control 11} row 8).
 */
@Singleton
public class JoinRequests {

    private static final int MAX_REQUESTS = 1_000;

    /** One client that asks and asks must not keep all others out. */
    private static final int MAX_PENDING_FROM_ADDRESS = 100;

    /** How long a request waits for a decision, and how long the decision is kept for who asked. */
    private static final Duration KEPT = Duration.ofHours(1);

    /** How long the credentials are told again to who asked, if the answer was lost. */
    private static final Duration KEPT_WHEN_TOLD = Duration.ofMinutes(10);

    private final Database database;
    private final Pairing pairing;
    private final KeyedHash hash;

    @Inject
    public JoinRequests(Database database, Pairing pairing, KeyedHash hash) {
        this.database = database;
        this.pairing = pairing;
        this.hash = hash;
    }

    /** @param address from where it is asked */
    public NodeReply.JoinRequested file(NodeRequest.JoinRequest asked, String address) throws Refused {
        Secret nonce = Tokens.joinRequest();
        return database.change(edit -> {
            makeRoom(edit, address);
            String id = "pending-join-" + edit.next(Sequence.PENDING_JOIN);
            long now = edit.nowMs();
            JoinRequest request = new JoinRequest(
                    id,
                    hash.of(nonce),
                    Objects.requireNonNullElse(asked.nodeName(), id),
                    Objects.requireNonNullElse(asked.fsUrl(), ""),
                    asked.platform(),
                    Objects.requireNonNullElse(asked.features(), List.of()),
                    address,
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
            decide(edit, approved, new State.Approved(admitted.nodeId(), null));
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
     * What the requester is told: its credentials. An answer that was lost is told again, until the node was heard from.
     *
     * @throws Refused {@code join_pending}, {@code join_denied}, or {@code pending_join_not_found} also when the nonce is wrong
     */
    public NodeReply.Joined collect(NodeRequest.JoinCollect request) throws Refused {
        State.Approved approved = approved(proven(database.get(JoinRequest.TABLE, request.requestId()), request));
        Node node = database.get(Node.TABLE, approved.nodeId())
                .filter(known -> !wasHeardFrom(approved))
                .orElseThrow(() -> unknown(request.requestId()));
        Lease lease = pairing.startLease(node, request.leaseTtlMs());
        database.change(edit -> {
            JoinRequest told = proven(edit.get(JoinRequest.TABLE, request.requestId()), request)
                    .decided(approved.toldAt(lease), edit.nowMs() + KEPT_WHEN_TOLD.toMillis());
            edit.put(JoinRequest.TABLE, told.requestId(), told);
            return told;
        });
        return node.joined(lease);
    }

    /** Whether the node has renewed its lease since it was told its credentials: then they have arrived. */
    private boolean wasHeardFrom(State.Approved approved) {
        return approved.toldAtMs() != null
                && !database.leases()
                        .get(approved.nodeId())
                        .map(Lease::renewedAtMs)
                        .equals(Optional.of(approved.toldAtMs()));
    }

    private JoinRequest proven(Optional<JoinRequest> found, NodeRequest.JoinCollect by) throws Refused {
        long now = database.nowMs();
        return found.filter(stored -> !stored.isExpired(now))
                .filter(stored -> hash.matches(by.requestNonce(), stored.nonceHash()))
                .orElseThrow(() -> unknown(by.requestId()));
    }

    private static State.Approved approved(JoinRequest request) throws Refused {
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

    private static void makeRoom(Edit edit, String address) throws Refused {
        Collection<JoinRequest> all = edit.all(JoinRequest.TABLE).values();
        long now = edit.nowMs();
        List<JoinRequest> expired = all.stream()
                .filter(request -> request.isExpired(now))
                .limit(MAX_REQUESTS / 2)
                .toList();
        expired.forEach(request -> edit.delete(JoinRequest.TABLE, request.requestId()));
        long fromAddress = all.stream()
                .filter(request -> request.isPending(now) && address.equals(request.address()))
                .count();
        if (fromAddress >= MAX_PENDING_FROM_ADDRESS) {
            throw new Refused(
                    ErrorCode.CONTROL_PLANE_ERROR,
                    MAX_PENDING_FROM_ADDRESS + " requests to join from " + address
                            + " are pending already: wait until some were decided or expired");
        }
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
