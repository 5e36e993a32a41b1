package io.spiderweb.control.pairing;

import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.auth.Tokens;
import io.spiderweb.control.leases.Node;
import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.leases.TimeToLive;
import io.spiderweb.control.state.Announcement;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.state.Ledger.Sequence;
import io.spiderweb.control.state.Total;
import io.spiderweb.store.Lease;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.Principal.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes a machine a node: one with an invite, or one whose request was approved. */
@Singleton
public class Pairing {

    private static final Logger LOG = Logger.getLogger(Pairing.class);
    private static final int MAX_NODES = 20_000;

    private final Database database;
    private final Invites invites;
    private final KeyedHash hash;

    @Inject
    public Pairing(Database database, Invites invites, KeyedHash hash) {
        this.database = database;
        this.invites = invites;
        this.hash = hash;
    }

    /** Uses up the invite and creates the node, both or neither ({@code control 11} row 19). */
    public NodeReply.Joined join(Principal caller, NodeRequest.Join request) throws Refused {
        Secret secret = Tokens.node();
        Node node = database.change(edit -> {
            Invite invite = invites.redeem(edit, request.inviteToken());
            if (caller.role() == Role.INVITE && !caller.scopes().contains(invite.inviteId())) {
                throw new Refused(
                        ErrorCode.FORBIDDEN, "a connection that was opened with an invite can only use that invite");
            }
            edit.announce(Announcement.ofNodes(ControlOperation.NODE_JOIN));
            return admit(
                    edit,
                    secret,
                    request.nodeName(),
                    Objects.requireNonNullElse(request.fsUrl(), ""),
                    NodeReply.Platform.UNKNOWN,
                    Objects.requireNonNullElse(request.features(), List.of()));
        });
        return withLease(node, request.leaseTtlMs());
    }

    /**
     * Creates a node, as part of a change.
     *
     * @param name null for its id
     */
    Node admit(
            Edit edit,
            Secret secret,
            @Nullable String name,
            String fsUrl,
            NodeReply.Platform platform,
            List<String> features)
            throws Refused {
        if (edit.total(Total.NODES) >= MAX_NODES) {
            throw new Refused(ErrorCode.CONTROL_PLANE_ERROR, "there are " + MAX_NODES + " nodes already");
        }
        String id = "node-" + edit.next(Sequence.NODE);
        Node node = new Node(id, name == null ? id : name, fsUrl, secret, platform, features, edit.nowMs(), true, 0, 0);
        NodeCatalog.add(edit, node, hash);
        edit.count(Total.NODE_JOINS, 1);
        return node;
    }

    /** Starts the lease of a node that was admitted, and says what the node has to know. */
    NodeReply.Joined withLease(Node node, long ttlMs) {
        LOG.infof("node %s joined, named %s", node.nodeId(), node.name());
        return node.joined(startLease(node, ttlMs));
    }

    Lease startLease(Node node, long ttlMs) {
        return database.leases().renew(node.nodeId(), TimeToLive.clamped(ttlMs));
    }
}
