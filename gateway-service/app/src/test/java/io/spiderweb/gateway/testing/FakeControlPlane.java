package io.spiderweb.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.transport.control.Introduction;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A control plane that knows sessions and nothing else, over a real WebSocket. Tests give the answers to single requests, hold
 * them back, push events and cut connections.
 */
public final class FakeControlPlane implements AutoCloseable {

    public static final String ADMIN = "sw-admin_test";
    public static final String USER = "sw-user_test";
    public static final String NODE = "sw-node_test";
    public static final String SERVICE = "sw-service_test";

    private static final Map<String, String> ROLES =
            Map.of(ADMIN, "admin", USER, "user", SERVICE, "service", NODE, "node");

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    /** What clients other than the service asked, in order. */
    public final List<ObjectNode> requests = new CopyOnWriteArrayList<>();

    /** Where clients come from, by the word of a gateway that showed its service credential. */
    public final List<String> introduced = new CopyOnWriteArrayList<>();

    /** Answers by request id, instead of the usual ones. */
    public final Map<String, JsonNode> scripted = new ConcurrentHashMap<>();

    /** Types of requests that are never answered; counted down when one has come. */
    public final Map<String, CountDownLatch> swallowed = new ConcurrentHashMap<>();

    /** Tokens that open nothing any more. */
    public final Set<String> unknown = ConcurrentHashMap.newKeySet();

    /** Set: users have to attach first. */
    public volatile boolean gated;

    /** Can no longer be attached. */
    public volatile String goneProject = "none";

    private volatile boolean away;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FakeControlPlane(int port) {
        server = listen(port);
    }

    public static FakeControlPlane start() {
        return new FakeControlPlane(0);
    }

    public static FakeControlPlane start(int port) {
        return new FakeControlPlane(port);
    }

    public String url() {
        return "ws://127.0.0.1:" + server.actualPort() + "/";
    }

    /** Connections of clients, without those of services. */
    public List<Connection> clients() {
        return connections.stream().filter(c -> !c.role.equals("service")).toList();
    }

    public void cut() {
        connections.forEach(connection -> connection.socket.close());
    }

    /** Lets nobody in and cuts all connections, until {@link #resume}; the port stays taken, so that nobody else gets it. */
    public void pause() {
        away = true;
        cut();
    }

    public void resume() {
        away = false;
    }

    /** Whether the gateway itself listens to pushes, as it does soon after its start. */
    public boolean isFollowed() {
        return connections.stream().anyMatch(c -> c.role.equals("service") && c.subscribed);
    }

    public void push(String category, JsonNode payload) {
        String event = Json.write(Json.object()
                .put("type", "debug.event")
                .put("request", "workspace-topology")
                .put("category", category)
                .<ObjectNode>set("payload", payload)
                .put("timestamp", 1));
        connections.stream().filter(c -> c.subscribed).forEach(c -> c.socket.writeTextMessage(event));
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        // in this order: an event loop that is gone cannot refuse a connection politely
        server.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpServer listen(int port) {
        return vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(request -> {
                    String bearer = Optional.ofNullable(request.getHeader("Authorization"))
                            .orElse("")
                            .replace("Bearer ", "");
                    String role = bearer.isEmpty() ? "anonymous" : roleOf(bearer);
                    if (away) {
                        request.response().setStatusCode(503).end();
                    } else if (role == null) {
                        request.response().setStatusCode(401).end();
                    } else {
                        if (SERVICE.equals(request.getHeader(Introduction.SERVICE))) {
                            introduced.add(request.getHeader(Introduction.CLIENT_ADDRESS));
                        }
                        request.toWebSocket().onSuccess(socket -> new Connection(socket, role));
                    }
                })
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private @Nullable String roleOf(String token) {
        return unknown.contains(token) ? null : ROLES.get(token);
    }

    public final class Connection {
        final ServerWebSocket socket;
        final String role;
        volatile boolean subscribed;
        private boolean gate;
        private boolean negotiated;
        private String active = "main";
        private final Map<String, ObjectNode> sessions = new LinkedHashMap<>();

        Connection(ServerWebSocket socket, String role) {
            this.socket = socket;
            this.role = role;
            gate = gated && role.equals("user");
            sessions.put("main", binding("main", "mother", "system"));
            connections.add(this);
            socket.closeHandler(nothing -> connections.remove(this));
            socket.textMessageHandler(this::receive);
        }

        private void receive(String text) {
            try {
                ObjectNode request = Json.parseObject(text);
                if (!role.equals("service")) {
                    requests.add(request);
                }
                String type = request.path("type").asText();
                CountDownLatch swallow = swallowed.get(type);
                if (swallow != null) {
                    swallow.countDown();
                    return;
                }
                // the gateway's own requests have ids of their own
                JsonNode script = role.equals("service")
                        ? null
                        : scripted.get(request.path("id").asText());
                if (script != null) {
                    apply(type, request.path("payload"), script);
                }
                socket.writeTextMessage(Json.write(script == null ? answer(type, request) : script));
            } catch (InvalidJsonException e) {
                socket.close();
            }
        }

        /** A scripted reply to a session operation changes the sessions as the real one would. */
        private void apply(String type, JsonNode payload, JsonNode script) {
            if (script.path("ok").asBoolean() && type.startsWith("control.session_")) {
                JsonNode reply = script.path("payload");
                switch (type) {
                    case "control.session_attach", "control.session_resume" -> {
                        active = reply.path("session_key").asText();
                        sessions.put(
                                active,
                                binding(
                                        active,
                                        reply.path("agent_id").asText(),
                                        reply.path("project_id").textValue()));
                        gate = false;
                    }
                    case "control.session_close" -> {
                        sessions.remove(payload.path("session_key").asText());
                        active = reply.path("active_session").asText();
                    }
                    default -> {}
                }
            }
        }

        private ObjectNode answer(String type, ObjectNode request) {
            JsonNode payload = request.path("payload");
            if (!negotiated && !type.equals("control.version")) {
                return error(request, "protocol_mismatch", "control.version must be negotiated first");
            }
            if (gate && !type.equals("control.version") && !type.equals("control.session_attach")) {
                return error(request, "provisioning_required", "ask an admin to provision a project");
            }
            if ((role.equals("node") || role.equals("anonymous")) && type.startsWith("control.session_")) {
                return error(request, "forbidden", "not for role node");
            }
            return switch (type) {
                case "control.version" -> {
                    negotiated = true;
                    yield reply(request, "control.version_ack", Json.object().put("protocol", "unified-v2"));
                }
                case "control.connect" ->
                    reply(
                            request,
                            "control.connect_ack",
                            Json.object()
                                    .put("agent_id", active().path("agent_id").asText())
                                    .put("session", active)
                                    .put("protocol", "unified-v2")
                                    .put("role", role));
                case "control.ping" -> reply(request, "control.pong", Json.object());
                case "control.debug_subscribe", "control.debug_unsubscribe" -> {
                    subscribed = type.equals("control.debug_subscribe");
                    yield Json.object()
                            .put("type", "debug.event")
                            .put("request", request.path("id").asText("generated"))
                            .put("category", "control.subscription")
                            .<ObjectNode>set("payload", Json.object().put("enabled", subscribed))
                            .put("timestamp", 1);
                }
                case "control.session_list" -> {
                    ObjectNode all = Json.object().put("active_session", active);
                    sessions.values().forEach(all.withArray("sessions")::add);
                    yield reply(request, type, all);
                }
                case "control.session_attach" -> attach(request, payload);
                case "control.session_resume" -> {
                    active = payload.path("session_key").asText();
                    yield reply(request, type, attached());
                }
                case "control.node_join_request" ->
                    reply(request, type, Json.object().put("request_id", "pending-join-1"));
                case "internal.verify_bearer" -> verify(request, payload);
                case "internal.workspace" ->
                    reply(
                            request,
                            type,
                            workspace(
                                    payload.path("agent_id").asText(),
                                    payload.path("project_id").textValue()));
                default -> error(request, "invalid_envelope", "UnsupportedType");
            };
        }

        private ObjectNode attach(ObjectNode request, JsonNode payload) {
            if (payload.path("project_token").asText().equals("wrong")) {
                return error(request, "project_auth_failed", "ProjectAuthFailed");
            }
            if (payload.path("project_id").asText().equals(goneProject)) {
                return error(request, "project_not_found", "ProjectNotFound");
            }
            active = payload.path("session_key").asText();
            sessions.put(
                    active,
                    binding(
                            active,
                            payload.path("agent_id").asText(),
                            payload.path("project_id").textValue()));
            gate = false;
            return reply(request, "control.session_attach", attached());
        }

        private ObjectNode active() {
            return Objects.requireNonNull(sessions.get(active));
        }

        private ObjectNode attached() {
            ObjectNode reply = active().deepCopy();
            reply.putObject("workspace");
            reply.putObject("attach")
                    .put("state", "ready")
                    .put("runtime_ready", true)
                    .put("mount_ready", true)
                    .putNull("error_code")
                    .putNull("error_message")
                    .put("updated_at_ms", 1);
            return reply;
        }

        private ObjectNode verify(ObjectNode request, JsonNode payload) {
            String known = roleOf(payload.path("token").asText());
            if (!role.equals("service") || known == null) {
                return error(request, "forbidden", "unknown token");
            }
            ObjectNode reply = Json.object();
            reply.putObject("principal")
                    .put("id", "role:" + known)
                    .put("role", known)
                    .putArray("scopes");
            return reply(request, "internal.verify_bearer", reply);
        }
    }

    public static ObjectNode workspace(String agentId, @Nullable String projectId) {
        ObjectNode status = Json.object().put("agent_id", agentId).put("project_id", projectId);
        status.put("workspace_root", projectId == null ? null : "/spiderweb/projects/" + projectId + "/workspace");
        status.putArray("mounts");
        status.putArray("desired_mounts");
        status.putArray("actual_mounts");
        status.putObject("drift").put("count", 0).putArray("items");
        return status.put("reconcile_state", "idle")
                .put("last_reconcile_ms", 0)
                .put("last_success_ms", 0)
                .putNull("last_error")
                .put("queue_depth", 0);
    }

    private static ObjectNode binding(String key, String agent, @Nullable String project) {
        return Json.object().put("session_key", key).put("agent_id", agent).put("project_id", project);
    }

    private static ObjectNode reply(ObjectNode request, String type, ObjectNode payload) {
        return frame(request, type).put("ok", true).set("payload", payload);
    }

    private static ObjectNode error(ObjectNode request, String code, String message) {
        return frame(request, "control.error")
                .put("ok", false)
                .set("error", Json.object().put("code", code).put("message", message));
    }

    private static ObjectNode frame(ObjectNode request, String type) {
        ObjectNode frame = Json.object().put("channel", "control").put("type", type);
        return request.has("id") ? frame.set("id", request.get("id")) : frame;
    }
}
