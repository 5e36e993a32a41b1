package io.spiderweb.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.Heartbeat;
import io.spiderweb.transport.Socket;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ConnectionRequest;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlRequest;
import io.spiderweb.wire.control.SessionRequest;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An agent's client at the gateway: attaches a session and takes turns ({@code spec gateway 3, 7}). */
public final class ChatClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOST = "connection lost";

    private final BlockingQueue<ObjectNode> frames = new LinkedBlockingQueue<>();
    private final Socket socket;
    private int turns;

    private ChatClient(WsClient client, Endpoint endpoint) throws ConnectionLostException {
        socket = client.connect(
                endpoint,
                Heartbeat.LAX,
                this::receive,
                reason -> frames.add(Json.object().put("type", LOST).put("message", reason)));
    }

    public static ChatClient connect(WsClient client, Endpoint endpoint) throws IOException {
        ChatClient chat = new ChatClient(client, endpoint);
        chat.call(ControlOperation.VERSION, new ConnectionRequest.Version(ConnectionRequest.PROTOCOL));
        return chat;
    }

    /**
     * Binds a session of this connection to an agent and a project.
     *
     * @param projectToken null for the primary agent, which needs none
     */
    public void attach(String sessionKey, String agentId, String projectId, @Nullable Secret projectToken)
            throws IOException {
        call(ControlOperation.SESSION_ATTACH, new SessionRequest.Attach(sessionKey, agentId, projectId, projectToken));
    }

    /**
     * Takes one turn.
     *
     * @param text what the user says
     * @param onFrame sees every frame of the turn as it arrives
     * @return all frames of the turn, the last of which has the whole answer
     */
    public List<ObjectNode> say(String text, Consumer<ObjectNode> onFrame) throws IOException {
        String id = "turn-" + ++turns;
        socket.send(Json.write(
                Json.object().put("type", "session.send").put("id", id).put("content", text)));
        List<ObjectNode> turn = new ArrayList<>();
        while (true) {
            ObjectNode frame = next();
            if (!frame.path("request").asText().equals(id)) {
                continue;
            }
            if (frame.path("type").asText().equals("error")) {
                throw new IOException("the turn failed: " + frame.path("code").asText() + ": "
                        + frame.path("message").asText());
            }
            turn.add(frame);
            onFrame.accept(frame);
            if (frame.path("type").asText().equals("session.receive")
                    && frame.path("final").asBoolean(true)) {
                return turn;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private void call(ControlOperation operation, ControlRequest request) throws IOException {
        socket.send(ControlCodec.encode(operation.type(), operation, request));
        while (true) {
            ObjectNode frame = next();
            if (frame.path("id").asText().equals(operation.type())) {
                if (frame.path("ok").asBoolean()) {
                    return;
                }
                throw new IOException(operation.type() + " was refused: "
                        + frame.path("error").path("message").asText());
            }
        }
    }

    private ObjectNode next() throws IOException {
        try {
            ObjectNode frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (frame == null) {
                throw new IOException("the gateway said nothing for " + PATIENCE.toSeconds() + " s");
            }
            if (frame.path("type").asText().equals(LOST)) {
                throw new IOException("the gateway closed the connection: "
                        + frame.path("message").asText());
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the gateway", e);
        }
    }

    private void receive(String text) throws IOException {
        try {
            frames.add(Json.parseObject(text));
        } catch (InvalidJsonException e) {
            throw new IOException("the gateway sent no JSON: " + e.getMessage(), e);
        }
    }
}
