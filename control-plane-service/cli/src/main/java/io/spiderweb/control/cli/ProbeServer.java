package io.spiderweb.control.cli;

import io.spiderweb.control.cli.Hop.State;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.AgentReply;
import io.spiderweb.wire.control.AgentRequest;
import io.spiderweb.wire.control.ConnectionReply;
import io.spiderweb.wire.control.ConnectionRequest;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlReply;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The near part of the way. A gateway answers {@code control.version} itself and passes {@code control.ping} on, so that the two
 * show the round trip to either.
 */
final class ProbeServer implements AutoCloseable {

    private final Endpoint endpoint;
    private final ControlConnection connection;
    private boolean isGateway;

    private ProbeServer(Endpoint endpoint, ControlConnection connection) {
        this.endpoint = endpoint;
        this.connection = connection;
    }

    static ProbeServer open(WsClient client, Endpoint endpoint) throws IOException {
        return new ProbeServer(endpoint, ControlConnection.openVersioned(client, endpoint, push -> {}, reason -> {}));
    }

    /** @return whether the control plane was reached */
    boolean check(Consumer<Hop> found) {
        Hop controlPlane = controlPlane();
        if (isGateway) {
            found.accept(Hop.measured("gateway", this::version));
        }
        found.accept(controlPlane);
        return controlPlane.state() == State.OK;
    }

    boolean isGateway() {
        return isGateway;
    }

    ControlConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        connection.close();
    }

    private Hop controlPlane() {
        String who;
        try {
            ConnectionReply.ConnectAck connected = connection.call(
                    ControlOperation.CONNECT, new ConnectionRequest.Connect(), ConnectionReply.ConnectAck.class);
            who = "role " + connected.role() + ", acting as " + connected.agentId();
            isGateway = knowsAgents();
        } catch (ControlException e) {
            // only what stands before a control plane says that it cannot be asked
            isGateway = e.code() == ErrorCode.CONTROL_PLANE_ERROR;
            return Hop.failed("control plane", e.code() + ": " + e.getMessage());
        } catch (IOException e) {
            return Hop.failed("control plane", String.valueOf(e.getMessage()));
        }
        return Hop.measured("control plane", () -> {
            connection.call(ControlOperation.PING, new ConnectionRequest.Ping(), ControlReply.Empty.class);
            return isGateway ? who : endpoint.uri() + ", " + who;
        });
    }

    private boolean knowsAgents() throws IOException {
        try {
            connection.call(ControlOperation.AGENT_LIST, new AgentRequest.ListAll(), AgentReply.Agents.class);
            return true;
        } catch (ControlException e) {
            return false;
        }
    }

    private String version() throws IOException {
        connection.call(
                ControlOperation.VERSION,
                new ConnectionRequest.Version(ConnectionRequest.PROTOCOL),
                ConnectionReply.VersionAck.class);
        return endpoint.uri().toString();
    }
}
