package io.spiderweb.control.pairing;

import io.spiderweb.control.ControlConfig;
import io.spiderweb.control.Refused;
import io.spiderweb.control.audit.Audit;
import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.leases.Node;
import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.leases.ObservedTime;
import io.spiderweb.control.projects.Projects;
import io.spiderweb.control.state.Announcement;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Total;
import io.spiderweb.control.timers.Timer;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.Fence;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;

/** Forgets nodes that were silent for the whole grace period, in which somebody was there to hear from them. */
@Singleton
public class NodeReaper implements Timer {

    private static final Logger LOG = Logger.getLogger(NodeReaper.class);

    private static final Duration MIN_GRACE = Duration.ofSeconds(1);
    private static final Duration MAX_GRACE = Duration.ofDays(3650);
    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
    private static final Duration MAX_INTERVAL = Duration.ofMinutes(10);

    /** Three documents each, beside those of the projects that mount them, is what fits into one change. */
    private static final int BATCH = 30;

    private final Database database;
    private final NodeCatalog catalog;
    private final ObservedTime observed;
    private final KeyedHash hash;
    private final Audit audit;
    private final Duration grace;

    @Inject
    public NodeReaper(
            Database database,
            NodeCatalog catalog,
            ObservedTime observed,
            KeyedHash hash,
            Audit audit,
            ControlConfig config) {
        this(database, catalog, observed, hash, audit, config.nodeGracePeriod());
    }

    public NodeReaper(
            Database database,
            NodeCatalog catalog,
            ObservedTime observed,
            KeyedHash hash,
            Audit audit,
            Duration grace) {
        this.database = database;
        this.catalog = catalog;
        this.observed = observed;
        this.hash = hash;
        this.audit = audit;
        this.grace = grace;
        if (grace.compareTo(MIN_GRACE) < 0 || grace.compareTo(MAX_GRACE) > 0) {
            throw new StartupException("SPIDERWEB_NODE_GRACE_PERIOD must be 1s to 3650d, such as 7d, not " + grace);
        }
    }

    @Override
    public String name() {
        return "reaper";
    }

    @Override
    public Duration interval() {
        Duration fine = grace.dividedBy(1_000);
        return fine.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : fine.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : fine;
    }

    @Override
    public void run(Fence leadership) throws Refused {
        List<Node> silent =
                database.all(Node.TABLE).stream().filter(node -> !node.online()).toList();
        if (silent.isEmpty()) {
            return;
        }
        long now = observed.nowMs(leadership);
        database.change(leadership, edit -> {
            ObservedTime.store(edit, now);
            return true;
        });
        List<String> overdue = silent.stream()
                .filter(node -> isOverdue(node, now))
                .map(Node::nodeId)
                .toList();
        for (List<String> batch :
                overdue.stream().gather(Gatherers.windowFixed(BATCH)).toList()) {
            reap(leadership, now, batch);
        }
    }

    private boolean isOverdue(Node node, long nowMs) {
        return !node.online() && nowMs - node.silentSinceMs() >= grace.toMillis();
    }

    private void reap(Fence leadership, long nowMs, List<String> nodeIds) {
        try {
            remove(leadership, nowMs, nodeIds);
        } catch (Refused e) {
            if (nodeIds.size() == 1) {
                LOG.warnf("node %s was silent for %s and stays known: %s", nodeIds.getFirst(), grace, e.getMessage());
            } else {
                nodeIds.forEach(nodeId -> reap(leadership, nowMs, List.of(nodeId)));
            }
        }
    }

    private void remove(Fence leadership, long nowMs, List<String> nodeIds) throws Refused {
        List<Node> removed = database.change(leadership, edit -> {
            List<Node> gone = nodeIds.stream()
                    .flatMap(id -> edit.get(Node.TABLE, id).stream())
                    .filter(node -> isOverdue(node, nowMs) && !catalog.isOnline(node.nodeId()))
                    .toList();
            if (!gone.isEmpty()) {
                Projects.removeMountsOf(edit, gone.stream().map(Node::nodeId).collect(Collectors.toSet()));
                gone.forEach(node -> NodeCatalog.remove(edit, node, hash));
                edit.count(Total.NODES_REAPED, gone.size());
                edit.announce(Announcement.ofNodes("node_forgotten"));
            }
            return gone;
        });
        for (Node node : removed) {
            database.leases().drop(node.nodeId());
            audit.nodeForgotten(node.nodeId());
            LOG.infof(
                    "node %s (%s) was silent for %s and is forgotten, with its mounts",
                    node.nodeId(), node.name(), grace);
        }
    }
}
