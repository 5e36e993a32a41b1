package io.spiderweb.node.app.pairing;

import io.spiderweb.transport.ConnectionLostException;
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
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The control plane as a node uses it: one connection per operation. Ours take the node's own credential, the invite or the
 * secret, as bearer, and none from a node that asks to join; an older one wants a role token (spec fs-node 10.5).
 */
public final class ControlPlane implements AutoCloseable {

    private final WsClient client;
    private final String url;
    private final @Nullable Secret roleToken;

    /**
     * @param authorities PEM file with the authorities that its certificate must come from; null for those of the JDK
     * @throws IllegalArgumentException with a message for people, if the address is none, or the file holds no certificate
     */
    public ControlPlane(String url, @Nullable Secret roleToken, @Nullable Path authorities) {
        this.url = url;
        this.roleToken = roleToken;
        Endpoint.of(url, null);
        this.client = WsClient.create(authorities);
    }

    NodeReply.Joined join(NodeRequest.Join request) throws IOException {
        return call(request.inviteToken(), ControlOperation.NODE_JOIN, request, NodeReply.Joined.class);
    }

    NodeReply.JoinRequested requestJoin(NodeRequest.JoinRequest request) throws IOException {
        return call(null, ControlOperation.NODE_JOIN_REQUEST, request, NodeReply.JoinRequested.class);
    }

    NodeReply.Joined collect(NodeRequest.JoinCollect request) throws IOException {
        return call(null, ControlOperation.NODE_JOIN_COLLECT, request, NodeReply.Joined.class);
    }

    NodeReply.Joined approve(NodeRequest.JoinApprove request) throws IOException {
        return call(null, ControlOperation.NODE_JOIN_APPROVE, request, NodeReply.Joined.class);
    }

    NodeReply.Joined refresh(NodeRequest.LeaseRefresh request) throws IOException {
        return call(request.nodeSecret(), ControlOperation.NODE_LEASE_REFRESH, request, NodeReply.Joined.class);
    }

    static boolean isUnauthorized(IOException e) {
        return e instanceof ConnectionLostException lost && lost.isTokenUnknown();
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return url;
    }

    private <T extends NodeReply> T call(
            @Nullable Secret own, ControlOperation operation, ControlRequest request, Class<T> reply)
            throws IOException {
        try (ControlConnection connection =
                ControlConnection.openVersioned(client, Endpoint.of(url, own), event -> {}, reason -> {})) {
            return connection.call(operation, request, reply);
        } catch (IOException e) {
            if (roleToken == null || isAboutTheNode(e)) {
                throw e;
            }
        }
        try (ControlConnection connection =
                ControlConnection.open(client, Endpoint.of(url, roleToken), event -> {}, reason -> {})) {
            return connection.call(operation, request, reply);
        }
    }

    /** Another credential would get the same answer. */
    private static boolean isAboutTheNode(IOException e) {
        return e instanceof ControlException refused
                && switch (refused.code()) {
                    case INVITE_NOT_FOUND,
                            INVITE_EXPIRED,
                            INVITE_REDEEMED,
                            PENDING_JOIN_NOT_FOUND,
                            JOIN_PENDING,
                            JOIN_DENIED,
                            NODE_NOT_FOUND,
                            NODE_AUTH_FAILED -> true;
                    default -> false;
                };
    }
}
