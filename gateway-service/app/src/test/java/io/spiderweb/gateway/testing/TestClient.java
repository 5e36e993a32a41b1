package io.spiderweb.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the gateway over a real WebSocket; every wait ends after ten seconds with a failure. */
public final class TestClient implements AutoCloseable {

    private static final long PATIENCE_S = 30;
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    private static final WebSocketClient CLIENT = VERTX.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(4 << 20).setMaxMessageSize(4 << 20));

    private final WebSocket socket;
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private TestClient(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(frames::add);
        socket.closeHandler(
                nothing -> closed.complete(socket.closeStatusCode() == null ? -1 : (int) socket.closeStatusCode()));
    }

    /** @throws java.util.concurrent.CompletionException if the upgrade is refused; the cause has the HTTP status and the body */
    public static TestClient connect(URI address, @Nullable String token) {
        var options = new WebSocketConnectOptions()
                .setHost(address.getHost())
                .setPort(address.getPort())
                .setURI(address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()));
        if (token != null) {
            options.putHeader("Authorization", "Bearer " + token);
        }
        return CLIENT.connect(options)
                .map(TestClient::new)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public TestClient send(String frame) {
        socket.writeTextMessage(frame);
        return this;
    }

    /** Sends a message in two frames. */
    public TestClient sendInFragments(String first, String second) {
        socket.writeFrame(WebSocketFrame.textFrame(first, false));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(second), true));
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

    /** The status code of the end; 1006 or -1 where there was none. */
    public int awaitClose() throws Exception {
        return closed.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    public boolean isOpen() {
        return !socket.isClosed();
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
