package io.spiderweb.node.app.pairing;

import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ConnectionReply;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlError;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A control plane that answers as it is told to, over a real WebSocket. */
final class ControlPlaneDouble implements AutoCloseable {

    static final Secret NODE_SECRET = new Secret("secret-7");

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Queue<ErrorCode> failures = new ConcurrentLinkedQueue<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String accepted = "";
    private volatile boolean isOld;
    private volatile boolean undecided;

    ControlPlaneDouble() {
        server = vertx.createHttpServer()
                .webSocketHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url() {
        return "ws://127.0.0.1:" + server.actualPort() + "/";
    }

    /** The next operations of nodes fail, one after the other. */
    void fail(ErrorCode... codes) {
        failures.addAll(List.of(codes));
    }

    /** From now on only this bearer is let in; others get what an old control plane sends them. */
    void acceptOnly(String bearer) {
        accepted = "Bearer " + bearer;
    }

    /** From now on requests to join are answered without a nonce, as old control planes do. */
    void tellNoNonce() {
        isOld = true;
    }

    /** Whether requests to join wait for a decision. */
    void undecided(boolean waiting) {
        undecided = waiting;
    }

    /** Operations of nodes so far, as {@code operation bearer payload}. */
    List<String> calls() {
        return calls;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void serve(ServerWebSocket socket) {
        String bearer = String.valueOf(socket.headers().get("Authorization"));
        if (!accepted.isEmpty() && !accepted.equals(bearer)) {
            socket.writeTextMessage(
                    "{\"type\":\"error\",\"request\":\"unknown\",\"code\":\"provider_auth_failed\",\"message\":\"forbidden\"}");
            socket.close();
            return;
        }
        socket.textMessageHandler(text -> socket.writeTextMessage(answer(bearer, text)));
    }

    private String answer(String bearer, String text) {
        if (!(ControlCodec.decodeRequest(text)
                instanceof Decoded.Ok<ControlFrame.Request, ControlError>(ControlFrame.Request request))) {
            throw new AssertionError("not a request: " + text);
        }
        return switch (request.operation()) {
            case VERSION -> ControlCodec.encode(request.id(), request.operation(), ConnectionReply.VersionAck.ours());
            case CONNECT ->
                ControlCodec.encode(
                        request.id(),
                        request.operation(),
                        new ConnectionReply.ConnectAck("mother", "main", "unified-v2", "admin"));
            default -> ofNode(bearer, request);
        };
    }

    private String ofNode(String bearer, ControlFrame.Request request) {
        ControlOperation operation = request.operation();
        calls.add(operation.type() + " " + bearer + " " + request.payload());
        boolean waits = undecided && operation == ControlOperation.NODE_JOIN_COLLECT;
        ErrorCode failure = waits ? ErrorCode.JOIN_PENDING : failures.poll();
        if (failure != null) {
            return ControlCodec.encode(request.error(failure, "as told"));
        }
        if (operation == ControlOperation.NODE_JOIN_REQUEST) {
            return ControlCodec.encode(
                    request.id(),
                    operation,
                    new NodeReply.JoinRequested(
                            "pending-join-" + calls.size(),
                            "edge-1",
                            "ws://h:1/v2/fs",
                            NodeReply.Platform.UNKNOWN,
                            System.currentTimeMillis(),
                            isOld ? null : new Secret("join-nonce")));
        }
        return ControlCodec.encode(
                request.id(),
                operation,
                new NodeReply.Joined(
                        "node-7",
                        "edge-1",
                        "ws://h:1/v2/fs",
                        NODE_SECRET,
                        new Secret("lease-" + calls.size()),
                        NodeReply.Platform.UNKNOWN,
                        System.currentTimeMillis() + 900_000));
    }
}
