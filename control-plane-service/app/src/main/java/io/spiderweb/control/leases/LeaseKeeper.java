package io.spiderweb.control.leases;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Announcement;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Total;
import io.spiderweb.store.Lease;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.Principal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Prolongs leases. A node that is late is alive again with its next refresh ({@code control 11} row 11). */
@Singleton
public class LeaseKeeper {

    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    private final Database database;
    private final NodeCatalog catalog;

    @Inject
    public LeaseKeeper(Database database, NodeCatalog catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    /** Others are told only if the node came back, or moved. */
    public NodeReply.Joined refresh(Principal caller, NodeRequest.LeaseRefresh request) throws Refused {
        NodeCatalog.checkOwn(caller, request.nodeId());
        Node node = catalog.find(request.nodeId()).orElseThrow(() -> NodeCatalog.unknown(request.nodeId()));
        node.checkSecret(request.nodeSecret());
        // it may have run out without anybody having been told yet; then its return is news all the same
        boolean wasOnline = catalog.isOnline(node.nodeId());
        Lease lease = database.leases().renew(node.nodeId(), TimeToLive.clamped(request.leaseTtlMs()));
        database.count(Total.LEASE_REFRESHES);
        if (!wasOnline) {
            LOG.infof("node %s is online again", node.nodeId());
        }
        if (wasOnline && node.online(request.fsUrl()).equals(node)) {
            return node.joined(lease);
        }
        Node refreshed = database.change(edit -> {
            Node current = edit.get(Node.TABLE, node.nodeId()).orElseThrow(() -> NodeCatalog.unknown(node.nodeId()));
            Node revived = current.online(request.fsUrl());
            edit.put(Node.TABLE, node.nodeId(), revived);
            edit.announce(Announcement.ofNodes(ControlOperation.NODE_LEASE_REFRESH));
            return revived;
        });
        return refreshed.joined(lease);
    }
}
