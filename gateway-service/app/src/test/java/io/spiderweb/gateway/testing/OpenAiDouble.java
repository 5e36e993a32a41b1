package io.spiderweb.gateway.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that speaks OpenAI's chat completions; a test lays its answers ready. */
public final class OpenAiDouble implements AutoCloseable {

    /** Called on the event loop. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpServerRequest request);
    }

    public record Asked(String path, @Nullable String authorization, ObjectNode body) {}

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
    private final HttpServer server;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    /** Connections that the client closed while it was being answered. */
    public final AtomicInteger abandoned = new AtomicInteger();

    public final AtomicInteger connections = new AtomicInteger();

    public OpenAiDouble() throws Exception {
        server = vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/v1");
    }

    public OpenAiDouble next(Answer answer) {
        answers.add(answer);
        return this;
    }

    // ---- answers

    /** A whole answer: these chunks, then the usage, then {@code [DONE]}. */
    public static Answer chunks(String... chunks) {
        return events(chunks, "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}", "[DONE]");
    }

    /** These chunks, and then the answer ends in order, but without {@code [DONE]}. */
    public static Answer chunksOnly(String... chunks) {
        return events(chunks);
    }

    /** The bytes of a stream, each of them alone. */
    public static Answer byteByByte(String... chunks) {
        return request -> {
            HttpServerResponse response = stream(request);
            for (byte b : (lines(chunks) + lines("[DONE]")).getBytes(StandardCharsets.UTF_8)) {
                response.write(Buffer.buffer(new byte[] {b}));
            }
            response.end();
        };
    }

    /** These chunks, and then nothing. */
    public static Answer silentAfter(String... chunks) {
        return request -> {
            HttpServerResponse response = stream(request);
            response.write(lines(chunks));
        };
    }

    /** These chunks, and then the connection breaks. */
    public static Answer cutAfter(String... chunks) {
        return request -> stream(request)
                .write(lines(chunks))
                .onComplete(sent -> request.connection().close());
    }

    /** Comments without an end. */
    public static Answer flood(int status) {
        return request -> {
            HttpServerResponse response = stream(request).setStatusCode(status);
            Buffer comment = Buffer.buffer(": " + "x".repeat(64 << 10) + "\n");
            response.drainHandler(drained -> pour(response, comment));
            pour(response, comment);
        };
    }

    private static void pour(HttpServerResponse response, Buffer piece) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(piece);
        }
    }

    public static Answer silence() {
        return request -> {};
    }

    public static Answer status(int status, String body, String... headers) {
        return request -> {
            HttpServerResponse response =
                    request.response().setStatusCode(status).putHeader("content-type", "application/json");
            for (int i = 0; i < headers.length; i += 2) {
                response.putHeader(headers[i], headers[i + 1]);
            }
            response.end(body);
        };
    }

    public static Answer page(String type, String body) {
        return request -> request.response().putHeader("content-type", type).end(body);
    }

    // ---- chunks

    public static String text(String piece) {
        return chunk(Json.object().put("content", piece), null);
    }

    /** The beginning of a tool call. */
    public static String call(int index, String id, String name) {
        return toolCall(index, id, Json.object().put("name", name).put("arguments", ""));
    }

    public static String arguments(int index, String piece) {
        return toolCall(index, null, Json.object().put("arguments", piece));
    }

    public static String finish(String reason) {
        return chunk(Json.object(), reason);
    }

    private static String toolCall(int index, @Nullable String id, ObjectNode function) {
        ObjectNode call = Json.object().put("index", index);
        if (id != null) {
            call.put("id", id).put("type", "function");
        }
        call.set("function", function);
        ObjectNode delta = Json.object();
        delta.putArray("tool_calls").add(call);
        return chunk(delta, null);
    }

    private static String chunk(ObjectNode delta, @Nullable String reason) {
        ObjectNode chunk = Json.object()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion.chunk")
                .put("created", 1_760_000_000)
                .put("model", "gpt-4o-mini-2024-07-18");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", reason);
        return Json.write(chunk.putNull("usage"));
    }

    // ---- the server

    private void answer(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = request.response();
        response.closeHandler(closed -> {
            if (!response.ended()) {
                abandoned.incrementAndGet();
            }
        });
        try {
            asked.add(new Asked(request.path(), request.getHeader("authorization"), Json.parseObject(body.toString())));
        } catch (InvalidJsonException e) {
            throw new AssertionError(e);
        }
        Answer answer = answers.poll();
        if (answer == null) {
            answer = status(500, "{\"error\":{\"message\":\"the test has laid no answer ready\"}}");
        }
        answer.to(request);
    }

    private static Answer events(String[] chunks, String... more) {
        return request -> {
            HttpServerResponse response = stream(request);
            for (String chunk : chunks) {
                response.write(lines(chunk));
            }
            response.end(lines(more));
        };
    }

    private static HttpServerResponse stream(HttpServerRequest request) {
        return request.response().setChunked(true).putHeader("content-type", "text/event-stream; charset=utf-8");
    }

    private static String lines(String... events) {
        StringBuilder lines = new StringBuilder();
        for (String event : events) {
            lines.append("data: ").append(event).append("\n\n");
        }
        return lines.toString();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
