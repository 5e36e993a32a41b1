package io.spiderweb.mount.source;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.transport.Backoff;
import io.spiderweb.transport.Reconnector;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The mounts of a workspace, kept current over one control connection ({@code spec mount 6}). */
public final class WorkspaceSource implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WsClient client;
    private final WorkspaceAddress address;
    private final TopologyFeed feed;
    private final WorkspaceFollower follower;
    private final Reconnector<ControlConnection> connection;

    private WorkspaceSource(
            WsClient client, WorkspaceAddress address, Duration interval, Consumer<List<EndpointSpec>> mounts) {
        this.client = client;
        this.address = address;
        this.follower = new WorkspaceFollower(
                address.projectId(), interval, this::ask, status -> mounts.accept(WorkspaceMounts.endpoints(status)));
        this.feed = new TopologyFeed(follower::hear);
        this.connection =
                Reconnector.start("the workspace at " + address.controlPlane().uri(), this::open, Backoff.DEFAULT);
        follower.start();
    }

    /** Asks once. */
    public static List<EndpointSpec> fetch(WsClient client, WorkspaceAddress address) throws IOException {
        try (ControlConnection connection =
                ControlConnection.open(client, address.controlPlane(), event -> {}, reason -> {})) {
            return WorkspaceMounts.endpoints(WorkspaceMounts.status(connection, address));
        }
    }

    /**
     * Begins to follow the workspace.
     *
     * @param interval of asking beside being told
     * @param mounts called with every state that was told or asked for, also when nothing has changed
     */
    public static WorkspaceSource start(
            WsClient client, WorkspaceAddress address, Duration interval, Consumer<List<EndpointSpec>> mounts) {
        return new WorkspaceSource(client, address, interval, mounts);
    }

    @Override
    public void close() {
        follower.close();
        connection.close();
    }

    private ControlConnection open(Consumer<String> lost) throws IOException {
        ControlConnection open = ControlConnection.open(client, address.controlPlane(), feed::accept, lost);
        try {
            feed.subscribe(open);
            return open;
        } catch (IOException e) {
            open.close();
            throw e;
        }
    }

    private WorkspaceStatus ask() throws IOException {
        return WorkspaceMounts.status(connection.await(PATIENCE), address);
    }
}
