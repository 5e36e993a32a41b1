package io.spiderweb.node.app.pairing;

import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlRequest;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The control plane as a node uses it: one connection per operation. Ours take the node's own credential, the invite or the
 * secret, as bearer; an older one wants a role token (spec fs-node 10.5).
 */
public final class ControlPlane implements AutoCloseable {

    private final WsClient client = WsClient.create();
    private final String url;
    private final @Nullable Secret roleToken;

    /** @throws IllegalArgumentException with a message for people, if the address is none */
    public ControlPlane(String url, @Nullable Secret roleToken) {
        this.url = url;
        this.roleToken = roleToken;
        Endpoint.of(url, null);
    }

    NodeReply.Joined join(NodeRequest.Join request) throws IOException {
        return call(request.inviteToken(), ControlOperation.NODE_JOIN, request);
    }

    NodeReply.Joined refresh(NodeRequest.LeaseRefresh request) throws IOException {
        return call(request.nodeSecret(), ControlOperation.NODE_LEASE_REFRESH, request);
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return url;
    }

    private NodeReply.Joined call(Secret own, ControlOperation operation, ControlRequest request) throws IOException {
        try (ControlConnection connection =
                ControlConnection.openVersioned(client, Endpoint.of(url, own), event -> {}, reason -> {})) {
            return connection.call(operation, request, NodeReply.Joined.class);
        } catch (IOException e) {
            if (roleToken == null || isAboutTheNode(e)) {
                throw e;
            }
        }
        try (ControlConnection connection =
                ControlConnection.open(client, Endpoint.of(url, roleToken), event -> {}, reason -> {})) {
            return connection.call(operation, request, NodeReply.Joined.class);
        }
    }

    /** Another credential would get the same answer. */
    private static boolean isAboutTheNode(IOException e) {
        return e instanceof ControlException refused
                && switch (refused.code()) {
                    case INVITE_NOT_FOUND, INVITE_EXPIRED, INVITE_REDEEMED, NODE_NOT_FOUND, NODE_AUTH_FAILED -> true;
                    default -> false;
                };
    }
}
