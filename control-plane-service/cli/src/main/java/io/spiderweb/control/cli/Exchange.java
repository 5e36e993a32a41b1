package io.spiderweb.control.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.Heartbeat;
import io.spiderweb.transport.Socket;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.control.ConnectionRequest;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Three requests on one connection, one after the other: version, connect, and the operation. */
final class Exchange implements AutoCloseable {

    private static final Duration NEGOTIATION = Duration.ofSeconds(10);
    private static final Duration OPERATION = Duration.ofSeconds(45);

    /** More than a server pushes while one operation runs. */
    private static final int MAX_FRAMES = 1024;

    /**
     * The last word of the server.
     *
     * @param prefix which step it answers, if that is not the operation
     * @param frame as it was received
     */
    record Answer(String prefix, String frame, boolean isError) {}

    private sealed interface Received {
        record Frame(String text) implements Received {}

        record Closed(String reason) implements Received {}
    }

    private final Endpoint endpoint;
    private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(MAX_FRAMES);
    private @Nullable Socket socket;

    private Exchange(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    static Exchange open(WsClient client, Endpoint endpoint) throws IOException {
        Exchange exchange = new Exchange(endpoint);
        exchange.socket = client.connect(
                endpoint,
                Heartbeat.LAX,
                text -> exchange.received.put(new Received.Frame(text)),
                reason -> exchange.received.offer(new Received.Closed(reason)));
        return exchange;
    }

    /** @throws IOException with a message for people, if there is no answer */
    Answer negotiateAndAsk(Request request) throws IOException {
        JsonNode protocol = Json.tree(new ConnectionRequest.Version(ConnectionRequest.PROTOCOL));
        Answer version = ask("control-cli-version", ControlOperation.VERSION.type(), protocol, NEGOTIATION);
        if (version.isError()) {
            return new Answer("version refused: ", version.frame(), true);
        }
        Answer connect = ask("control-cli-connect", ControlOperation.CONNECT.type(), Json.object(), NEGOTIATION);
        if (connect.isError()) {
            return new Answer("connect refused: ", connect.frame(), true);
        }
        return ask("control-cli-op", request.type(), request.payload(), OPERATION);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }

    private Answer ask(String id, String type, JsonNode payload, Duration patience) throws IOException {
        if (socket == null || !socket.send(ControlCodec.encode(id, type, payload))) {
            throw new ConnectionLostException(endpoint.uri() + " closed the connection");
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            switch (next(type, deadline, patience)) {
                case Received.Closed(String reason) ->
                    throw new ConnectionLostException(endpoint.uri() + " closed the connection: " + reason);
                case Received.Frame(String text) -> {
                    Answer answer = answerTo(id, text);
                    if (answer != null) {
                        return answer;
                    }
                }
            }
        }
    }

    private Received next(String type, long deadline, Duration patience) throws IOException {
        try {
            Received next = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new IOException(
                        endpoint.uri() + " did not answer " + type + " within " + patience.toSeconds() + " s");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Null if the frame answers something else. An error without an id can only mean the one request that is open. */
    private static @Nullable Answer answerTo(String id, String text) {
        if (!(ControlCodec.decodeFromServer(text)
                instanceof Decoded.Ok<ControlFrame.FromServer, String>(ControlFrame.FromServer frame))) {
            return null;
        }
        return switch (frame) {
            case ControlFrame.Reply reply when id.equals(reply.id()) -> new Answer("", text, false);
            case ControlFrame.Failed failed
            when failed.id() == null || id.equals(failed.id()) -> new Answer("", text, true);
            case ControlFrame.Event event when id.equals(event.request()) -> new Answer("", text, false);
            default -> null;
        };
    }
}
