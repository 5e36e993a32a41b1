package io.spiderweb.mount.source;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.transport.Backoff;
import io.spiderweb.transport.Reconnector;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.control.ConnectionReply;
import io.spiderweb.wire.control.ConnectionRequest;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps up with a workspace's mounts over one control connection: asks at an interval, and at once when the server tells of a
 * change. A change itself is never taken from a push, since what it contains was rendered for somebody else.
 */
public final class WorkspaceSource implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WorkspaceSource.class);
    private static final String TOPOLOGY = "control.workspace_topology";

    private final WorkspaceAddress address;
    private final Duration interval;
    private final Consumer<List<EndpointSpec>> mounts;
    private final Reconnector<ControlConnection> connection;
    private final Semaphore changes = new Semaphore(0);
    private final Thread worker;
    private volatile @Nullable String failure = "not asked yet";

    private WorkspaceSource(
            WsClient client, WorkspaceAddress address, Duration interval, Consumer<List<EndpointSpec>> mounts) {
        this.address = address;
        this.interval = interval;
        this.mounts = mounts;
        this.connection = Reconnector.start(
                "the workspace at " + address.controlPlane().uri(), lost -> subscribe(client, lost), Backoff.DEFAULT);
        this.worker = Thread.ofVirtual().name("workspace").unstarted(this::work);
    }

    /** Asks once. */
    public static List<EndpointSpec> fetch(WsClient client, WorkspaceAddress address) throws IOException {
        try (ControlConnection connection =
                ControlConnection.open(client, address.controlPlane(), event -> {}, reason -> {})) {
            return WorkspaceMounts.fetch(connection, address);
        }
    }

    /**
     * Starts to ask.
     *
     * @param mounts called after every answer, also when nothing has changed
     */
    public static WorkspaceSource start(
            WsClient client, WorkspaceAddress address, Duration interval, Consumer<List<EndpointSpec>> mounts) {
        WorkspaceSource source = new WorkspaceSource(client, address, interval, mounts);
        source.worker.start();
        return source;
    }

    /** Why the last attempt to ask failed; null if it did not. */
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public void close() {
        worker.interrupt();
        connection.close();
    }

    private ControlConnection subscribe(WsClient client, Consumer<String> lost) throws IOException {
        ControlConnection open = ControlConnection.open(client, address.controlPlane(), this::pushed, lost);
        try {
            open.call(
                    ControlOperation.DEBUG_SUBSCRIBE,
                    new ConnectionRequest.DebugSubscribe(),
                    ConnectionReply.Subscription.class);
        } catch (ControlException e) {
            LOG.warnf("The workspace is asked for every %d ms only: %s", interval.toMillis(), e.getMessage());
        } catch (IOException e) {
            open.close();
            throw e;
        }
        // what changed while there was no connection is asked for now
        changes.release();
        return open;
    }

    private void pushed(ControlFrame.Event event) {
        if (event.category().equals(TOPOLOGY)) {
            changes.release();
        }
    }

    private void work() {
        try {
            while (true) {
                if (changes.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    // a burst of changes is one question
                    changes.drainPermits();
                }
                refresh();
            }
        } catch (InterruptedException e) {
            // only close() interrupts
        }
    }

    private void refresh() {
        try {
            ControlConnection open = connection.await(interval);
            mounts.accept(WorkspaceMounts.fetch(open, address));
            if (failure != null) {
                LOG.infof("The workspace at %s is known", address.controlPlane().uri());
            }
            failure = null;
        } catch (IOException e) {
            if (failure == null) {
                LOG.warnf("The workspace could not be asked for, its last state stays: %s", e.getMessage());
            }
            failure = e.getMessage();
        }
    }
}
