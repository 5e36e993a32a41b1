package io.spiderweb.control.leases;

import io.quarkus.runtime.StartupEvent;
import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.topology.Topology;
import io.spiderweb.control.topology.TopologyChange;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.store.Lease;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Notices leases that ran out: the node stays known, is stored as offline, and subscribers are told. */
@Singleton
public class LeaseWatch {

    private static final Logger LOG = Logger.getLogger(LeaseWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Database database;
    private final NodeCatalog catalog;
    private final Topology topology;
    private @Nullable Thread worker;

    /** Leases that had run out at the last look, and when they were renewed last: these need no second look. */
    private Map<String, Long> expired = Map.of();

    @Inject
    public LeaseWatch(Database database, NodeCatalog catalog, Topology topology) {
        this.database = database;
        this.catalog = catalog;
        this.topology = topology;
    }

    void onStart(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("leases").start(this::run);
    }

    void onStop(@Observes Stopping stopping) {
        if (worker != null) {
            worker.interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                look();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException e) {
            // the service stops
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            long now = database.nowMs();
            Map<String, Long> found = new HashMap<>();
            for (Lease lease : catalog.leases()) {
                if (lease.expiredAt(now)) {
                    Long renewed = lease.renewedAtMs();
                    if (!renewed.equals(expired.get(lease.id())) && expire(lease.id())) {
                        LOG.infof("node %s is offline: its lease ran out", lease.id());
                        topology.changed(TopologyChange.ofNodes("lease_expired"));
                    }
                    found.put(lease.id(), renewed);
                }
            }
            expired = found;
        } catch (Refused | RuntimeException e) {
            LOG.warn("could not look for leases that ran out; trying again", e);
        }
    }

    private boolean expire(String nodeId) throws Refused {
        return mark(nodeId, false) && !revivedMeanwhile(nodeId);
    }

    // a refresh that came between the look and the commit found the node online, and so stored nothing
    private boolean revivedMeanwhile(String nodeId) throws Refused {
        return catalog.isOnline(nodeId) && mark(nodeId, true);
    }

    private boolean mark(String nodeId, boolean online) throws Refused {
        return database.change(edit -> {
            Node node = edit.get(Node.TABLE, nodeId).orElse(null);
            if (node == null || node.online() == online) {
                return false;
            }
            edit.put(Node.TABLE, nodeId, node.with(online, null));
            return true;
        });
    }
}
