package io.spiderweb.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.transport.control.Introduction;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** A client that sees every frame as it is. */
@SuppressWarnings("ReferenceEquality") // CLOSED is a marker, not a value
public final class TestClient implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonNode CLOSED = Json.object().put("closed", true);

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private int ids;

    private TestClient(WebSocket.Builder builder, String path) {
        socket = builder.buildAsync(URI.create(url(path)), new Receiver(received))
                .join();
    }

    private static final class Receiver implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> received;
        private final StringBuilder message = new StringBuilder();

        Receiver(BlockingQueue<JsonNode> received) {
            this.received = received;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                try {
                    received.add(Json.parse(message.toString()));
                } catch (InvalidJsonException e) {
                    throw new IllegalStateException("the server sent " + message, e);
                }
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            received.add(CLOSED);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            received.add(CLOSED);
        }
    }

    /** The HTTP status with which an upgrade is refused. */
    public static int refusal(@Nullable Secret bearer, String path) {
        return refusal(builder(bearer), path);
    }

    /** The same for an upgrade with any {@code Authorization}. */
    public static int refusalOf(String authorization) {
        return refusal(HTTP.newWebSocketBuilder().header("Authorization", authorization), "/");
    }

    private static int refusal(WebSocket.Builder builder, String path) {
        try (TestClient _ = new TestClient(builder, path)) {
            throw new AssertionError("not refused: " + path);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private static WebSocket.Builder builder(@Nullable Secret bearer) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        return bearer == null ? builder : builder.header("Authorization", "Bearer " + bearer.reveal());
    }

    private static String url(String path) {
        return "ws://127.0.0.1:" + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class) + path;
    }

    /** A connection on which nothing was said yet. */
    public static TestClient connect(@Nullable Secret bearer) {
        return new TestClient(builder(bearer), "/");
    }

    /** A connection that has negotiated. */
    public static TestClient open(@Nullable Secret bearer) throws Exception {
        TestClient client = connect(bearer);
        client.ok("version", "{\"protocol\":\"unified-v2\"}");
        return client;
    }

    /** One whose frames a service passes on, which says where it comes from; it has negotiated. */
    public static TestClient openFrom(String address, @Nullable Secret bearer, Secret service) throws Exception {
        WebSocket.Builder builder = builder(bearer);
        new Introduction(service, address).headers().forEach((name, value) -> builder.header(name, value.reveal()));
        TestClient client = new TestClient(builder, "/");
        client.ok("version", "{\"protocol\":\"unified-v2\"}");
        return client;
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    /** The answer to an operation, whatever it is. */
    public JsonNode ask(String operation, String payload) throws Exception {
        String id = "t" + ++ids;
        String type = operation.contains(".") ? operation : "control." + operation;
        ObjectNode frame = Json.object()
                .put("channel", type.substring(0, type.indexOf('.')))
                .put("type", type)
                .put("id", id);
        send(Json.write(frame.set("payload", Json.parse(payload))));
        return await(answer -> answer.path("id").asText().equals(id)
                || answer.path("request").asText().equals(id));
    }

    /** The payload of the answer to an operation that must succeed. */
    public JsonNode ok(String operation, String payload) throws Exception {
        JsonNode answer = ask(operation, payload);
        if (!answer.path("ok").asBoolean() && !answer.path("type").asText().equals("debug.event")) {
            throw new AssertionError(operation + " was refused: " + answer);
        }
        return answer.path("payload");
    }

    /** The error code of an operation that must be refused. */
    public String refused(String operation, String payload) throws Exception {
        JsonNode answer = ask(operation, payload);
        if (answer.path("ok").asBoolean(true)) {
            throw new AssertionError(operation + " was not refused: " + answer);
        }
        return answer.path("error").path("code").asText();
    }

    public JsonNode awaitEvent(String category, String reason) throws InvalidJsonException, InterruptedException {
        return await(frame -> frame.path("category").asText().equals(category)
                && frame.path("payload").path("reason").asText().equals(reason));
    }

    /** The next frame that is wanted; others are dropped. */
    public JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
        while (true) {
            JsonNode frame = received.poll(30, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no such frame within 30 s");
            }
            if (wanted.test(frame)) {
                return frame;
            }
            if (frame == CLOSED) {
                throw new AssertionError("the connection was closed");
            }
        }
    }

    public void awaitClosed() throws InterruptedException {
        await(frame -> frame == CLOSED);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
