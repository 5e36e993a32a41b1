package io.spiderweb.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.transport.Outbox;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client in the same process: JSON in, JSON out, no network between. */
final class TestClient implements AutoCloseable {

    static final String CLOSED = "<closed>";
    private static final long PATIENCE_S = 10;

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final List<JsonNode> events = new ArrayList<>();
    private final NodeConnection connection;
    private int tag = 1;

    TestClient(FsNode node) {
        connection = node.accept(
                new Outbox.Sink() {
                    @Override
                    public CompletionStage<Void> send(String frame) {
                        frames.add(frame);
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void close(int code, String reason) {
                        frames.add(CLOSED);
                    }
                },
                "test");
    }

    /** A connection that has said hello. */
    static TestClient greeted(FsNode node, boolean subscribes) {
        TestClient client = new TestClient(node);
        assertThat(client.hello(null, subscribes, "").path("ok").booleanValue()).isTrue();
        return client;
    }

    /** @param more further members of the payload, each with a leading comma */
    JsonNode hello(@Nullable String token, boolean subscribes, String more) {
        String auth = token == null ? "" : ",'auth_token':'" + token + "'";
        return call(
                "hello",
                "",
                "{'protocol':'unified-v2-fs','proto':2,'subscribe_invalidations':" + subscribes + auth + more + "}");
    }

    void send(String frame) {
        connection.receive(frame);
    }

    /** The next frame, whatever it is; {@link #CLOSED} for the end. */
    String next() {
        try {
            String frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("nothing came within " + PATIENCE_S + " s");
            }
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * One request and its reply; events that come before it are kept.
     *
     * @param beside members beside the payload, such as {@code 'node':7}
     * @param payload with single quotes for double ones
     */
    JsonNode call(String operation, String beside, String payload) {
        int sent = tag++;
        send(request(sent, operation, beside, payload));
        while (true) {
            JsonNode frame = parse(next());
            if (frame.has("tag")) {
                assertThat(frame.path("tag").intValue()).isEqualTo(sent);
                return frame;
            }
            events.add(frame);
        }
    }

    static String request(int tag, String operation, String beside, String payload) {
        return ("{'channel':'acheron','type':'acheron.t_fs_" + operation + "','tag':" + tag
                        + (beside.isEmpty() ? "" : "," + beside) + ",'payload':" + payload + "}")
                .replace('\'', '"');
    }

    JsonNode onNode(String operation, long node, String payload) {
        return call(operation, "'node':" + node, payload);
    }

    JsonNode onHandle(String operation, long handle, String payload) {
        return call(operation, "'h':" + handle, payload);
    }

    JsonNode ok(JsonNode reply) {
        assertThat(reply.path("ok").booleanValue()).describedAs("%s", reply).isTrue();
        return reply.path("payload");
    }

    long lookup(long directory, String name) {
        return ok(onNode("lookup", directory, "{'name':'" + name + "'}"))
                .path("attr")
                .path("id")
                .longValue();
    }

    long open(long node, int flags) {
        return ok(onNode("open", node, "{'flags':" + flags + "}")).path("h").longValue();
    }

    static int errno(JsonNode reply) {
        assertThat(reply.path("type").textValue()).describedAs("%s", reply).isEqualTo("acheron.err_fs");
        return reply.path("error").path("errno").intValue();
    }

    /** The root of an export. */
    long root(String export) {
        for (JsonNode item : ok(call("exports", "", "{}")).path("exports")) {
            if (item.path("name").textValue().equals(export)) {
                return item.path("root").longValue();
            }
        }
        throw new AssertionError("no export " + export);
    }

    /** The events that came so far, in short: {@code dir 5}, {@code node 7 all}. */
    List<String> events() {
        List<String> seen = events.stream().map(TestClient::inShort).toList();
        events.clear();
        return seen;
    }

    /** The next event, in short. */
    String event() {
        return events.isEmpty() ? inShort(parse(next())) : inShort(events.removeFirst());
    }

    private static String inShort(JsonNode event) {
        JsonNode payload = event.path("payload");
        String what = payload.has("dir")
                ? "dir " + payload.path("dir").longValue()
                : "node " + payload.path("node").longValue() + " "
                        + payload.path("what").textValue();
        return payload.has("seq") ? what + " #" + payload.path("seq").longValue() : what;
    }

    static ObjectNode parse(String frame) {
        try {
            return Json.parseObject(frame);
        } catch (InvalidJsonException e) {
            throw new AssertionError(frame, e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
