package io.spiderweb.control.services;

import io.spiderweb.control.Refused;
import io.spiderweb.control.leases.Node;
import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.state.Database;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.Principal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What each node offers. A change is made as a whole or not at all ({@code control 11} row 19), and is pushed to nobody. */
@Singleton
public class ServiceCatalog {

    private final Database database;
    private final NodeCatalog nodes;

    @Inject
    public ServiceCatalog(Database database, NodeCatalog nodes) {
        this.database = database;
        this.nodes = nodes;
    }

    public NodeReply.Services upsert(Principal caller, NodeRequest.ServiceUpsert request) throws Refused {
        String nodeId = request.nodeId();
        NodeCatalog.checkOwn(caller, nodeId);
        return database.change(edit -> {
            Node node = edit.get(Node.TABLE, nodeId).orElseThrow(() -> NodeCatalog.unknown(nodeId));
            node.checkSecret(request.nodeSecret());
            Offer stored = edit.get(Offer.TABLE, nodeId).orElse(Offer.NOTHING);
            Offer changed = stored.with(request);
            Node described =
                    node.describedBy(request.platform(), changed.services().size());
            if (!changed.equals(stored)) {
                edit.put(Offer.TABLE, nodeId, changed);
            }
            if (!described.equals(node)) {
                edit.put(Node.TABLE, nodeId, described);
            }
            return reply(described, changed);
        });
    }

    public NodeReply.Services get(String nodeId) throws Refused {
        Node node = nodes.find(nodeId).orElseThrow(() -> NodeCatalog.unknown(nodeId));
        return reply(node, database.get(Offer.TABLE, nodeId).orElse(Offer.NOTHING));
    }

    private static NodeReply.Services reply(Node node, Offer offer) {
        return new NodeReply.Services(node.nodeId(), node.name(), node.platform(), offer.labels(), offer.services());
    }
}
