package io.spiderweb.node;

import io.spiderweb.node.access.Access;
import io.spiderweb.node.access.Grant;
import io.spiderweb.node.event.EventLog;
import io.spiderweb.node.export.ExportSpec;
import io.spiderweb.node.export.LocalExport;
import io.spiderweb.node.handle.Handles;
import io.spiderweb.node.retry.ReplyCache;
import io.spiderweb.node.tree.ExportTree;
import io.spiderweb.node.tree.NodeId;
import io.spiderweb.node.watch.Announced;
import io.spiderweb.node.watch.Watcher;
import io.spiderweb.transport.Outbox;
import io.spiderweb.wire.fs.Export;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A node: some directories of this machine, served to any number of clients. It knows no network; whoever has a connection
 * hands it over with {@link #accept}.
 */
public final class FsNode implements AutoCloseable {

    /** RFC 6455 7.4.1 and its registry: try again later. */
    private static final int TRY_AGAIN = 1013;

    private static final int GOING_AWAY = 1001;

    /** How busy a node is. */
    public record Load(int connections, int openFiles, int knownFiles, int watchedDirectories, long events) {}

    private final NodeLimits limits;
    private final NodeObserver observer;
    private final EventLog log;
    private final Announced announced;
    private final Handles handles;
    private final ReplyCache replies = new ReplyCache(ReplyCache.Limits.DEFAULT);
    private final List<LocalExport> exports;
    private final @Nullable Watcher watcher;
    private final Set<NodeConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile Access access;

    private FsNode(
            Access access,
            NodeLimits limits,
            NodeObserver observer,
            EventLog log,
            Announced announced,
            List<LocalExport> exports,
            @Nullable Watcher watcher) {
        this.access = access;
        this.limits = limits;
        this.observer = observer;
        this.log = log;
        this.announced = announced;
        this.handles = new Handles(limits.handles());
        this.exports = exports;
        this.watcher = watcher;
    }

    /**
     * Opens the directories and begins to watch.
     *
     * @param specs in the order that the numbers of exports follow
     * @throws IOException with a message for people: no such directory, a name twice
     */
    public static FsNode open(List<ExportSpec> specs, Access access, NodeLimits limits, NodeObserver observer)
            throws IOException {
        requireDistinct(specs);
        EventLog log = new EventLog(limits.keptEvents());
        Announced announced = new Announced();
        Watcher watcher = Watcher.open(log, announced);
        List<LocalExport> exports = new ArrayList<>();
        try {
            ExportTree.Watch watch = watcher == null ? (directory, fd) -> {} : watcher;
            for (ExportSpec spec : specs) {
                int known = limits.knownFiles() / specs.size();
                exports.add(LocalExport.open(exports.size(), spec, known, watch, watcher != null));
            }
        } catch (IOException e) {
            exports.forEach(LocalExport::close);
            if (watcher != null) {
                watcher.close();
            }
            throw e;
        }
        List<LocalExport> opened = List.copyOf(exports);
        if (watcher != null) {
            watcher.start(opened);
        }
        return new FsNode(access, limits, observer, log, announced, opened, watcher);
    }

    /**
     * Begins to serve a client. The sink's owner passes each text frame to {@link NodeConnection#receive} and calls {@link
     * NodeConnection#close} when the transport has ended, also after {@link Outbox.Sink#close}.
     *
     * @param peer who it is, for the log
     */
    public NodeConnection accept(Outbox.Sink sink, String peer) {
        NodeConnection connection = new NodeConnection(this, sink, peer);
        connections.add(connection);
        if (connections.size() > limits.connections()) {
            connection.end(TRY_AGAIN, "this node serves " + limits.connections() + " clients already");
        }
        return connection;
    }

    /** From now on hellos are judged by this; connections that said hello stay. */
    public void setAccess(Access access) {
        this.access = access;
    }

    /** All exports, as a client sees them that may use everything. */
    public List<Export> exports() {
        return new Exports(exports, new Grant(null, false, "")).describe();
    }

    public Load load() {
        return new Load(
                connections.size(),
                handles.size(),
                exports.stream()
                        .mapToInt(export -> export.tree().table().size())
                        .sum(),
                watcher == null ? 0 : watcher.size(),
                log.seq());
    }

    /** Ends all connections and closes all files. */
    @Override
    public void close() {
        connections.forEach(connection -> {
            connection.end(GOING_AWAY, "the node is stopping");
            connection.close();
        });
        if (watcher != null) {
            watcher.close();
        }
        handles.close();
        exports.forEach(LocalExport::close);
    }

    void left(NodeConnection connection) {
        connections.remove(connection);
        log.leave(connection);
        handles.leave(connection.handles());
    }

    Operations operations(Exports visible, Client client) {
        return new Operations(new Scope(visible, client, handles, log, announced));
    }

    List<LocalExport> locals() {
        return exports;
    }

    Access access() {
        return access;
    }

    ReplyCache replies() {
        return replies;
    }

    EventLog log() {
        return log;
    }

    NodeLimits limits() {
        return limits;
    }

    NodeObserver observer() {
        return observer;
    }

    private static void requireDistinct(List<ExportSpec> specs) throws IOException {
        if (specs.isEmpty() || specs.size() > NodeId.MAX_EXPORTS) {
            throw new IOException("a node has 1 to " + NodeId.MAX_EXPORTS + " exports, not " + specs.size());
        }
        Set<String> names = new HashSet<>();
        for (ExportSpec spec : specs) {
            if (!names.add(spec.name())) {
                throw new IOException("two exports are called " + spec.name() + ": give each a name of its own");
            }
        }
    }
}
