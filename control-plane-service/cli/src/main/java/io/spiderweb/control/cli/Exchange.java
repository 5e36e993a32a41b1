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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Requests on one connection, one after the other, and the pushes between their answers. */
final class Exchange implements AutoCloseable {

    private static final Duration NEGOTIATION = Duration.ofSeconds(10);
    private static final Duration OPERATION = Duration.ofSeconds(45);

    /** More than a server pushes while one operation runs. */
    private static final int MAX_FRAMES = 1024;

    private sealed interface Received {
        record Frame(String text) implements Received {}

        record Closed(String reason) implements Received {}
    }

    private final Endpoint endpoint;
    private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(MAX_FRAMES);
    private final Deque<ControlFrame.Event> pushed = new ArrayDeque<>();
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

    /**
     * Version and connect.
     *
     * @return the refusal, if there was one
     */
    Optional<Answer> negotiate() throws IOException {
        JsonNode protocol = Json.tree(new ConnectionRequest.Version(ConnectionRequest.PROTOCOL));
        Answer version = ask("control-cli-version", ControlOperation.VERSION.type(), protocol, NEGOTIATION);
        if (version.isError()) {
            return Optional.of(version.in("version refused: "));
        }
        Answer connect = ask("control-cli-connect", ControlOperation.CONNECT.type(), Json.object(), NEGOTIATION);
        return connect.isError() ? Optional.of(connect.in("connect refused: ")) : Optional.empty();
    }

    /** @throws IOException with a message for people, if there is no answer */
    Answer ask(Request request) throws IOException {
        return ask(request.id(), request.type(), request.payload(), OPERATION);
    }

    /** Waits for a push, however long that takes. */
    ControlFrame.Event nextPush() throws IOException {
        while (pushed.isEmpty()) {
            if (read(take()) instanceof Decoded.Ok<ControlFrame.FromServer, String>(ControlFrame.Event event)) {
                return event;
            }
        }
        return pushed.removeFirst();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }

    private Answer ask(String id, String type, JsonNode payload, Duration patience) throws IOException {
        long begin = System.nanoTime();
        if (socket == null || !socket.send(ControlCodec.encode(id, type, payload))) {
            throw new ConnectionLostException(endpoint.uri() + " closed the connection");
        }
        while (true) {
            String text = poll(type, begin + patience.toNanos(), patience);
            if (read(text) instanceof Decoded.Ok<ControlFrame.FromServer, String>(ControlFrame.FromServer frame)) {
                if (answers(id, frame)) {
                    return new Answer("", text, frame, Duration.ofNanos(System.nanoTime() - begin));
                }
                if (frame instanceof ControlFrame.Event event && pushed.size() < MAX_FRAMES) {
                    pushed.add(event);
                }
            }
        }
    }

    private String poll(String type, long deadline, Duration patience) throws IOException {
        try {
            Received next = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new IOException(
                        endpoint.uri() + " did not answer " + type + " within " + patience.toSeconds() + " s");
            }
            return text(next);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private String take() throws IOException {
        try {
            return text(received.take());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private String text(Received next) throws ConnectionLostException {
        return switch (next) {
            case Received.Frame(String text) -> text;
            case Received.Closed(String reason) ->
                throw new ConnectionLostException(endpoint.uri() + " closed the connection: " + reason);
        };
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", e);
    }

    private static Decoded<ControlFrame.FromServer, String> read(String text) {
        return ControlCodec.decodeFromServer(text);
    }

    /** An error without an id can only mean the one request that is open. */
    private static boolean answers(String id, ControlFrame.FromServer frame) {
        return switch (frame) {
            case ControlFrame.Reply reply -> id.equals(reply.id());
            case ControlFrame.Failed failed -> failed.id() == null || id.equals(failed.id());
            case ControlFrame.Event event -> id.equals(event.request());
        };
    }
}
