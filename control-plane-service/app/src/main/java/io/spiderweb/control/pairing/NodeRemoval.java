package io.spiderweb.control.pairing;

import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.leases.Node;
import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.projects.Projects;
import io.spiderweb.control.state.Announcement;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Total;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;

/** Forgets a node and its mounts in all projects. */
@Singleton
public class NodeRemoval {

    private final Database database;
    private final KeyedHash hash;

    @Inject
    public NodeRemoval(Database database, KeyedHash hash) {
        this.database = database;
        this.hash = hash;
    }

    public NodeReply.Deleted delete(NodeRequest.Delete request) throws Refused {
        String nodeId = request.nodeId();
        database.change(edit -> {
            Node node = edit.get(Node.TABLE, nodeId).orElseThrow(() -> NodeCatalog.unknown(nodeId));
            node.checkSecret(request.nodeSecret());
            Projects.removeMountsOf(edit, Set.of(nodeId));
            NodeCatalog.remove(edit, node, hash);
            edit.count(Total.NODE_DELETES, 1);
            edit.announce(Announcement.ofNodes(ControlOperation.NODE_DELETE));
            return node;
        });
        database.leases().drop(nodeId);
        return new NodeReply.Deleted(true, nodeId);
    }
}
