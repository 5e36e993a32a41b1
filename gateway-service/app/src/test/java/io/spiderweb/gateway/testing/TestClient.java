package io.spiderweb.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.Heartbeat;
import io.spiderweb.transport.Socket;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the gateway over a real WebSocket; every wait ends after ten seconds with a failure. */
public final class TestClient implements AutoCloseable {

    private static final long PATIENCE_S = 10;

    private final Socket socket;
    private final BlockingQueue<String> frames;
    private final CompletableFuture<String> closed;

    private TestClient(Socket socket, BlockingQueue<String> frames, CompletableFuture<String> closed) {
        this.socket = socket;
        this.frames = frames;
        this.closed = closed;
    }

    public static TestClient connect(WsClient client, String url, @Nullable String token) throws IOException {
        BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        CompletableFuture<String> closed = new CompletableFuture<>();
        Socket socket = client.connect(
                Endpoint.of(url, token == null ? null : new Secret(token)),
                Heartbeat.LAX,
                frames::add,
                closed::complete);
        return new TestClient(socket, frames, closed);
    }

    public TestClient send(String frame) {
        assertThat(socket.send(frame)).isTrue();
        return this;
    }

    public TestClient negotiate() throws Exception {
        send("{'channel':'control','type':'control.version','id':'v','payload':{'protocol':'unified-v2'}}"
                .replace('\'', '"'));
        assertThat(next().path("type").asText()).isEqualTo("control.version_ack");
        return this;
    }

    public ObjectNode ask(String frame) throws Exception {
        return send(frame.replace('\'', '"')).next();
    }

    public ObjectNode next() throws InterruptedException, InvalidJsonException {
        String frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(frame).as("a frame within " + PATIENCE_S + " s").isNotNull();
        return Json.parseObject(frame);
    }

    /** All frames up to the first that is the end of a turn. */
    public List<ObjectNode> untilTurnEnds() throws Exception {
        List<ObjectNode> turn = new ArrayList<>();
        while (turn.isEmpty() || !isEnd(turn.getLast())) {
            turn.add(next());
        }
        return turn;
    }

    public String awaitClose() throws Exception {
        return closed.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() {
        socket.close();
    }

    private static boolean isEnd(ObjectNode frame) {
        return frame.path("type").asText().equals("error")
                || frame.path("final").asBoolean();
    }
}
