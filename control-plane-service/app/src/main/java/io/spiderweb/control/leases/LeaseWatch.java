package io.spiderweb.control.leases;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Announcement;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.timers.Timer;
import io.spiderweb.store.Expiry;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Lease;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Notices leases that ran out: the node stays known, is stored as offline, and subscribers are told. Many that run out together
 * are stored and told together.
 */
@Singleton
public class LeaseWatch implements Timer {

    private static final Logger LOG = Logger.getLogger(LeaseWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** How often all leases are looked at, instead of those that have run out since the last look. */
    private static final Duration THOROUGH = Duration.ofMinutes(1);

    /** A page of leases, and a change of as many nodes. */
    private static final int BATCH = 250;

    private final Database database;
    private final NodeCatalog catalog;
    private final ObservedTime observed;

    /** Leases that have run out, and when they were renewed last: these need no second look. */
    private final Map<String, Long> silent = new HashMap<>();

    private @Nullable Fence fence;
    private long lookedAtAllMs;
    private Expiry last = Expiry.FIRST;

    @Inject
    public LeaseWatch(Database database, NodeCatalog catalog, ObservedTime observed) {
        this.database = database;
        this.catalog = catalog;
        this.observed = observed;
    }

    @Override
    public String name() {
        return "leases";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void run(Fence leadership) throws Refused {
        long now = database.nowMs();
        boolean isNew = !leadership.equals(fence);
        boolean wasSetBack = now < lookedAtAllMs;
        if (isNew || wasSetBack) {
            silent.clear();
            last = Expiry.FIRST;
        }
        if (isNew || wasSetBack || now - lookedAtAllMs >= THOROUGH.toMillis()) {
            lookAtAll(leadership, now);
            fence = leadership;
            lookedAtAllMs = now;
        }
        lookAtNew(leadership);
    }

    private void lookAtAll(Fence leadership, long now) throws Refused {
        List<Lease> expired =
                database.leases().all().filter(lease -> lease.expiredAt(now)).toList();
        silent.keySet().retainAll(expired.stream().map(Lease::id).collect(Collectors.toSet()));
        for (List<Lease> batch :
                expired.stream().gather(Gatherers.windowFixed(BATCH)).toList()) {
            note(leadership, batch);
        }
    }

    private void lookAtNew(Fence leadership) throws Refused {
        for (List<Lease> page = database.leases().expired(last, BATCH);
                !page.isEmpty();
                page = database.leases().expired(last, BATCH)) {
            note(leadership, page);
            last = page.getLast().expiry();
        }
    }

    private void note(Fence leadership, List<Lease> expired) throws Refused {
        List<String> fresh = expired.stream()
                .filter(lease -> !Long.valueOf(lease.renewedAtMs()).equals(silent.get(lease.id())))
                .map(Lease::id)
                .toList();
        List<String> offline = fresh.isEmpty() ? List.of() : expire(leadership, fresh);
        if (!offline.isEmpty()) {
            LOG.infof("offline, since their leases ran out: %s", shown(offline));
        }
        expired.forEach(lease -> silent.put(lease.id(), lease.renewedAtMs()));
    }

    private List<String> expire(Fence leadership, List<String> nodeIds) throws Refused {
        long since = observed.nowMs(leadership);
        List<String> marked = database.change(leadership, edit -> {
            List<Node> online = nodeIds.stream()
                    .flatMap(id -> edit.get(Node.TABLE, id).stream())
                    .filter(Node::online)
                    .toList();
            online.forEach(node -> edit.put(Node.TABLE, node.nodeId(), node.silentSince(since)));
            if (!online.isEmpty()) {
                edit.announce(Announcement.ofNodes("lease_expired"));
            }
            return online.stream().map(Node::nodeId).toList();
        });
        // a refresh that came between the look and the change found the node online, and so stored nothing
        Set<String> back = marked.stream().filter(catalog::isOnline).collect(Collectors.toSet());
        if (!back.isEmpty()) {
            revive(leadership, back);
        }
        return marked.stream().filter(id -> !back.contains(id)).toList();
    }

    private void revive(Fence leadership, Set<String> nodeIds) throws Refused {
        database.change(leadership, edit -> {
            nodeIds.stream()
                    .flatMap(id -> edit.get(Node.TABLE, id).stream())
                    .forEach(node -> edit.put(Node.TABLE, node.nodeId(), node.online(null)));
            edit.announce(Announcement.ofNodes("lease_refreshed"));
            return true;
        });
    }

    private static String shown(List<String> nodeIds) {
        return nodeIds.size() <= 10 ? String.join(", ", nodeIds) : nodeIds.size() + " nodes";
    }
}
