package io.spiderweb.gateway.control;

import io.spiderweb.gateway.workspace.WorkspaceStatusSource;
import io.spiderweb.mount.source.TopologyFeed;
import io.spiderweb.mount.source.TopologyNews;
import io.spiderweb.transport.Backoff;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.Reconnector;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.transport.control.Introduction;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.CredentialsChanged;
import io.spiderweb.wire.control.InternalReply;
import io.spiderweb.wire.control.InternalRequest;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The gateway's own connection to the control plane, on which it speaks as a service. */
public final class ControlPlane implements WorkspaceStatusSource, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final WsClient client;
    private final String address;
    private final Path credential;
    private final TopologyFeed feed = new TopologyFeed(this::hear);
    private final Reconnector<ControlConnection> connection;
    private volatile boolean met;
    private volatile String primaryAgent = "mother";
    private volatile Consumer<TopologyNews> onTopology = news -> {};
    private volatile Runnable onCredentials = () -> {};

    /**
     * Starts to connect, and goes on until it is closed.
     *
     * @param credential file with the service credential; read at each attempt, since the control plane makes it at its first start
     */
    public ControlPlane(WsClient client, String address, Path credential) {
        this.client = client;
        this.address = address;
        this.credential = credential;
        this.connection = Reconnector.start("control plane at " + address, this::open, Backoff.DEFAULT);
    }

    /** @param listener learns how workspaces change; must not block */
    public void onTopology(Consumer<TopologyNews> listener) {
        onTopology = listener;
    }

    /** @param listener is told that a token may open nothing any more: one was replaced, or news of it may have been missed */
    public void onCredentials(Runnable listener) {
        onCredentials = listener;
    }

    /** Whether the control plane has ever answered since this process started. */
    public boolean met() {
        return met;
    }

    /** The agent that needs no project tokens, as the control plane told last. */
    public String primaryAgent() {
        return primaryAgent;
    }

    public boolean isConnected() {
        return connection.current() != null;
    }

    /**
     * Whose token this is.
     *
     * @throws ControlException if it is nobody's
     * @throws IOException if the control plane cannot be asked
     */
    public Principal verify(Secret token) throws IOException {
        return connection
                .await(PATIENCE)
                .call(
                        ControlOperation.INTERNAL_VERIFY_BEARER,
                        new InternalRequest.VerifyBearer(token),
                        InternalReply.Verified.class)
                .principal();
    }

    @Override
    public WorkspaceStatus workspace(String agentId, @Nullable String projectId) throws IOException {
        return connection
                .await(PATIENCE)
                .call(
                        ControlOperation.INTERNAL_WORKSPACE,
                        new InternalRequest.Workspace(agentId, projectId),
                        WorkspaceStatus.class);
    }

    /**
     * A client's way to the control plane, with the gateway's word for where the client comes from: what is counted by address
     * there then counts for the client, not for the gateway. Reads the service credential; without one it is the way alone.
     */
    public Endpoint introduced(Endpoint endpoint, String clientAddress) {
        try {
            return endpoint.with(new Introduction(token(), clientAddress).headers());
        } catch (IOException e) {
            return endpoint;
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    private ControlConnection open(Consumer<String> lost) throws IOException {
        ControlConnection opened = ControlConnection.open(client, Endpoint.of(address, token()), this::accept, lost);
        // a service acts as the primary agent
        if (opened.connected() != null) {
            primaryAgent = opened.connected().agentId();
        }
        met = true;
        try {
            feed.subscribe(opened);
            onCredentials.run();
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    private void accept(ControlFrame.Event event) {
        if (CredentialsChanged.isToldBy(event)) {
            onCredentials.run();
        } else {
            feed.accept(event);
        }
    }

    private void hear(TopologyNews news) {
        onTopology.accept(news);
    }

    private Secret token() throws IOException {
        try {
            return new Secret(Files.readString(credential).strip());
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no service credential " + credential
                            + ": start the control plane with the same --data-dir, or copy the file from it",
                    e);
        }
    }
}
