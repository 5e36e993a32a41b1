package io.spiderweb.control.leases;

import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.services.Offer;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.state.Table;
import io.spiderweb.control.state.Total;
import io.spiderweb.store.Lease;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.Principal.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The nodes that are known, alive or not. */
@Singleton
public class NodeCatalog {

    /** Stored under the keyed hash of a node's secret, to find the node that shows it. */
    public record Credential(String nodeId) {
        public static final Table<Credential> TABLE = new Table<>("node-credential", Credential.class);
    }

    private final Database database;
    private final KeyedHash hash;

    @Inject
    public NodeCatalog(Database database, KeyedHash hash) {
        this.database = database;
        this.hash = hash;
    }

    /** Adds a node, as part of a change. */
    public static void add(Edit edit, Node node, KeyedHash hash) {
        edit.put(Node.TABLE, node.nodeId(), node);
        edit.put(Credential.TABLE, hash.of(node.secret()), new Credential(node.nodeId()));
        edit.count(Total.NODES, 1);
    }

    /** Forgets a node, as part of a change; the lease is to be dropped after it. */
    public static void remove(Edit edit, Node node, KeyedHash hash) {
        edit.delete(Node.TABLE, node.nodeId());
        edit.delete(Offer.TABLE, node.nodeId());
        edit.delete(Credential.TABLE, hash.of(node.secret()));
        edit.count(Total.NODES, -1);
    }

    public static Refused unknown(String nodeId) {
        return new Refused(ErrorCode.NODE_NOT_FOUND, "NodeNotFound: there is no node " + nodeId);
    }

    /** @throws Refused if the caller is a node and means another one */
    public static void checkOwn(Principal caller, String nodeId) throws Refused {
        if (caller.role() == Role.NODE && !caller.scopes().contains(nodeId)) {
            throw new Refused(ErrorCode.FORBIDDEN, "a node can only speak for itself, not for " + nodeId);
        }
    }

    /** The id of the node that has this secret. */
    public Optional<String> idOf(Secret secret) {
        return database.get(Credential.TABLE, hash.of(secret)).map(Credential::nodeId);
    }

    public Optional<Node> find(String nodeId) {
        return nodeId.length() > 128 ? Optional.empty() : database.get(Node.TABLE, nodeId);
    }

    public boolean isOnline(String nodeId) {
        return !lease(nodeId).expiredAt(database.nowMs());
    }

    /** The number of nodes whose lease runs. */
    public int online() {
        return (int) database.leases().running();
    }

    public NodeReply.Nodes list() {
        Map<String, Lease> leases = database.leases().all().collect(Collectors.toMap(Lease::id, Function.identity()));
        return new NodeReply.Nodes(database.all(Node.TABLE).stream()
                .map(node -> node.item(leases.getOrDefault(node.nodeId(), never(node.nodeId()))))
                .toList());
    }

    public NodeReply.OneNode get(String nodeId) throws Refused {
        Node node = find(nodeId).orElseThrow(() -> unknown(nodeId));
        return new NodeReply.OneNode(node.item(lease(nodeId)));
    }

    private Lease lease(String nodeId) {
        return database.leases().get(nodeId).orElseGet(() -> never(nodeId));
    }

    /** For a node whose lease was never written, since its join was cut short: it was never heard from. */
    private static Lease never(String nodeId) {
        return new Lease(nodeId, 0, 0);
    }
}
