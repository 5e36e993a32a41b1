package io.spiderweb.mount.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** As much of a control plane as a mount talks to ({@code spec mount 6}), over a real WebSocket. */
public final class FakeControlPlane implements AutoCloseable {

    /** The project that is active. */
    public static final String PROJECT = "proj-1";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<ServerWebSocket> subscribers = new CopyOnWriteArrayList<>();
    private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final List<@Nullable String> bearers = new CopyOnWriteArrayList<>();
    private volatile String mounts = "[]";

    private FakeControlPlane() {
        server = vertx.createHttpServer()
                .webSocketHandler(socket -> {
                    sockets.add(socket);
                    bearers.add(String.valueOf(socket.headers().get("Authorization")));
                    socket.closeHandler(nothing -> {
                        sockets.remove(socket);
                        subscribers.remove(socket);
                    });
                    socket.textMessageHandler(text -> answer(socket, text));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    public static FakeControlPlane start() {
        return new FakeControlPlane();
    }

    public String url() {
        return "ws://127.0.0.1:" + server.actualPort() + "/";
    }

    /** The mounts that the workspace has from now on: a JSON array ({@code spec control 3.8}). */
    public void setMounts(String json) {
        mounts = json;
    }

    /** Tells subscribers that something changed, as the reference does: what, they have to ask. */
    public void announce() {
        push("control.workspace_topology", "{}");
    }

    /** Tells that a project's workspace changed, and what it is now. */
    public void announce(long seq, String projectId, String newMounts) {
        push(
                "control.workspace_topology",
                "{\"seq\":%d,\"project_id\":\"%s\",\"delta\":true}".formatted(seq, projectId));
        push(
                "control.workspace_topology_delta",
                "{\"seq\":%d,\"status\":%s}".formatted(seq, status(projectId, newMounts)));
    }

    public void push(String category, String payload) {
        String frame = event("workspace-topology", category, parse(payload));
        subscribers.forEach(socket -> socket.writeTextMessage(frame));
    }

    /** Breaks every connection. */
    public void cut() {
        sockets.forEach(ServerWebSocket::close);
    }

    public static String status(String projectId, String mounts) {
        return "{\"agent_id\":\"mother\",\"project_id\":\"%s\",\"mounts\":%s}".formatted(projectId, mounts);
    }

    public int subscribers() {
        return subscribers.size();
    }

    /** Payloads of the requests of one type. */
    public List<JsonNode> received(String type) {
        return received.stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .map(frame -> frame.path("payload"))
                .toList();
    }

    public List<@Nullable String> bearers() {
        return bearers;
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private void answer(ServerWebSocket socket, String text) {
        JsonNode frame = parse(text);
        received.add(frame);
        String id = frame.path("id").asText();
        switch (frame.path("type").asText()) {
            case "control.version" ->
                reply(socket, id, "control.version_ack", Json.object().put("protocol", "unified-v2"));
            case "control.connect" ->
                reply(socket, id, "control.connect_ack", Json.object().put("agent_id", "mother"));
            case "control.workspace_status" ->
                reply(socket, id, "control.workspace_status", (ObjectNode) parse(status(PROJECT, mounts)));
            case "control.debug_subscribe" -> {
                subscribers.add(socket);
                socket.writeTextMessage(
                        event(id, "control.subscription", Json.object().put("enabled", true)));
            }
            default -> throw new AssertionError("the client sent " + text);
        }
    }

    private static void reply(ServerWebSocket socket, String id, String type, ObjectNode payload) {
        ObjectNode frame = Json.object()
                .put("channel", "control")
                .put("type", type)
                .put("id", id)
                .put("ok", true)
                .set("payload", payload);
        socket.writeTextMessage(frame.toString());
    }

    private static String event(String request, String category, JsonNode payload) {
        return Json.object()
                .put("type", "debug.event")
                .put("request", request)
                .put("category", category)
                .put("timestamp", 1)
                .<ObjectNode>set("payload", payload)
                .toString();
    }

    private static JsonNode parse(String text) {
        try {
            return Json.parse(text);
        } catch (InvalidJsonException e) {
            throw new AssertionError(text, e);
        }
    }
}
