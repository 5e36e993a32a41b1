package io.spiderweb.mount.tree;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.MountOptions;
import io.spiderweb.mount.link.NodeLink;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.MountPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/** The endpoints and their mount table, changed as a whole but touching only what differs. */
final class Router implements AutoCloseable {

    private final WsClient client;
    private final MountOptions options;
    private final LongAdder switches = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private Map<EndpointSpec.Identity, NodeLink> links = Map.of();
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
            return List.copyOf(links.values());
        } finally {
            lock.unlock();
        }
    }

    long switches() {
        return switches.sum();
    }

    /** Endpoints that stay keep their connection, caches and open files, also with a new token; the same one twice counts once. */
    void update(List<EndpointSpec> specs) {
        List<NodeLink> removed;
        lock.lock();
        try {
            Map<EndpointSpec.Identity, NodeLink> wanted = new LinkedHashMap<>();
            for (EndpointSpec spec : specs) {
                NodeLink link = links.get(spec.identity());
                if (link == null) {
                    link = wanted.getOrDefault(spec.identity(), new NodeLink(client, spec, options));
                }
                link.useToken(spec);
                wanted.put(spec.identity(), link);
            }
            removed = new ArrayList<>(links.values());
            removed.removeAll(wanted.values());
            links = wanted;
            table = new MountTable(groups(wanted.values()));
        } finally {
            lock.unlock();
        }
        removed.forEach(NodeLink::retire);
        if (!options.oneShot()) {
            links().forEach(NodeLink::start);
        }
    }

    /** Operations that are under way fail; the table stays, so that none of them is told that its file does not exist. */
    @Override
    public void close() {
        links().forEach(NodeLink::close);
    }

    private List<FailoverGroup> groups(Iterable<NodeLink> wanted) {
        Map<MountPath, List<NodeLink>> byPath = new LinkedHashMap<>();
        for (NodeLink link : wanted) {
            byPath.computeIfAbsent(link.spec().mountPath(), path -> new ArrayList<>())
                    .add(link);
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
