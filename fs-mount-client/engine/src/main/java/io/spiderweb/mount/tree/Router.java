package io.spiderweb.mount.tree;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.MountOptions;
import io.spiderweb.mount.link.NodeLink;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.MountPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** The endpoints and their mount table, changed as a whole but touching only what differs. */
final class Router implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Router.class);

    private final WsClient client;
    private final MountOptions options;
    private final LongAdder switches = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private List<EndpointSpec> endpoints = List.of();
    private final Map<EndpointSpec.Identity, NodeLink> links = new HashMap<>();
    private boolean closed;
    private volatile MountTable table = MountTable.EMPTY;

    Router(WsClient client, MountOptions options) {
        this.client = client;
        this.options = options;
    }

    MountTable table() {
        return table;
    }

    /** All links, in the order of the endpoints. */
    List<NodeLink> links() {
        lock.lock();
        try {
            return endpoints.stream().map(this::link).toList();
        } finally {
            lock.unlock();
        }
    }

    long switches() {
        return switches.sum();
    }

    /** Endpoints that stay keep their connection, caches and open files, also with a new token; the same one twice counts once. */
    void update(List<EndpointSpec> specs) {
        List<NodeLink> retired = new ArrayList<>();
        lock.lock();
        try {
            List<EndpointSpec> wanted = distinct(specs);
            if (closed || wanted.equals(endpoints)) {
                return;
            }
            EndpointDiff diff = EndpointDiff.between(endpoints, wanted);
            diff.removed().forEach(spec -> retired.add(link(spec)));
            diff.renewed().forEach(spec -> link(spec).useToken(spec));
            diff.added().forEach(spec -> links.put(spec.identity(), new NodeLink(client, spec, options)));
            links.values().removeAll(retired);
            if (!endpoints.isEmpty() && !diff.toString().isEmpty()) {
                LOG.infof("The tree has changed: %s", diff);
            }
            endpoints = wanted;
            table = new MountTable(groups());
        } finally {
            lock.unlock();
        }
        retired.forEach(NodeLink::retire);
        if (!options.oneShot()) {
            links().forEach(NodeLink::start);
        }
    }

    /** The last one of those that are the same has the token. */
    private static List<EndpointSpec> distinct(List<EndpointSpec> specs) {
        Map<EndpointSpec.Identity, EndpointSpec> distinct = new LinkedHashMap<>();
        specs.forEach(spec -> distinct.put(spec.identity(), spec));
        return List.copyOf(distinct.values());
    }

    /** Operations that are under way fail; the table stays, so that none of them is told that its file does not exist. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        links().forEach(NodeLink::close);
    }

    private NodeLink link(EndpointSpec spec) {
        return Objects.requireNonNull(links.get(spec.identity()));
    }

    private List<FailoverGroup> groups() {
        Map<MountPath, List<NodeLink>> byPath = new LinkedHashMap<>();
        for (EndpointSpec spec : endpoints) {
            byPath.computeIfAbsent(spec.mountPath(), path -> new ArrayList<>()).add(link(spec));
        }
        List<FailoverGroup> groups = new ArrayList<>();
        byPath.forEach((path, members) -> groups.add(group(path, members)));
        return groups;
    }

    private FailoverGroup group(MountPath path, List<NodeLink> members) {
        FailoverGroup group = new FailoverGroup(path, members, switches, options.oneShot());
        table.groups().stream()
                .filter(before -> before.mountPath().equals(path))
                .forEach(before -> group.prefer(before.primary()));
        return group;
    }
}
