package io.spiderweb.transport.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.transport.Calls;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.Heartbeat;
import io.spiderweb.transport.PendingCalls;
import io.spiderweb.transport.Socket;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.control.ConnectionReply;
import io.spiderweb.wire.control.ConnectionRequest;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlReply;
import io.spiderweb.wire.control.ControlRequest;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A control connection on which {@code control.version} and {@code control.connect} are done ({@code spec control 2.6}). */
public final class ControlConnection implements AutoCloseable {

    /** How long a reply may take ({@code spec mount 2.4}). */
    public static final Duration REPLY_TIMEOUT = Duration.ofSeconds(45);

    private static final Duration NEGOTIATION_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_IN_FLIGHT = 256;
    private static final Logger LOG = Logger.getLogger(ControlConnection.class);

    private final Endpoint endpoint;
    private final Consumer<ControlFrame.Event> events;
    private final PendingCalls<String, String, ControlFrame.FromServer> calls = new PendingCalls<>(MAX_IN_FLIGHT);
    private final AtomicLong ids = new AtomicLong();
    private @Nullable Socket socket;
    private ConnectionReply.@Nullable ConnectAck connected;

    private ControlConnection(Endpoint endpoint, Consumer<ControlFrame.Event> events) {
        this.endpoint = endpoint;
        this.events = events;
    }

    /**
     * Connects and negotiates.
     *
     * @param events receives pushes, in order with replies; must not block for long
     * @param onClose called once when the connection ends, also during negotiation
     * @throws ControlException if the server refuses, such as for a gated user
     * @throws ConnectionLostException if it cannot be reached or does not answer
     */
    public static ControlConnection open(
            WsClient client, Endpoint endpoint, Consumer<ControlFrame.Event> events, Consumer<String> onClose)
            throws IOException {
        ControlConnection connection = openVersioned(client, endpoint, events, onClose);
        try {
            connection.connected = connection.call(
                    ControlOperation.CONNECT,
                    new ConnectionRequest.Connect(),
                    ConnectionReply.ConnectAck.class,
                    NEGOTIATION_TIMEOUT);
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Connects and agrees on the protocol only: what a credential that may not {@code connect}, such as an invite, or a user
     * without a target, can do.
     */
    public static ControlConnection openVersioned(
            WsClient client, Endpoint endpoint, Consumer<ControlFrame.Event> events, Consumer<String> onClose)
            throws IOException {
        ControlConnection connection = new ControlConnection(endpoint, events);
        connection.socket = client.connect(endpoint, Heartbeat.LAX, connection::receive, reason -> {
            connection.calls.end(
                    new ConnectionLostException("the connection to " + endpoint.uri() + " was lost: " + reason));
            onClose.accept(reason);
        });
        try {
            connection.call(
                    ControlOperation.VERSION,
                    new ConnectionRequest.Version(ConnectionRequest.PROTOCOL),
                    ConnectionReply.VersionAck.class,
                    NEGOTIATION_TIMEOUT);
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /** What the server told about this connection; absent after {@link #openVersioned}. */
    public ConnectionReply.@Nullable ConnectAck connected() {
        return connected;
    }

    public <T extends ControlReply> T call(ControlOperation operation, ControlRequest request, Class<T> reply)
            throws IOException {
        return call(operation, request, reply, REPLY_TIMEOUT);
    }

    private <T extends ControlReply> T call(
            ControlOperation operation, ControlRequest request, Class<T> reply, Duration timeout) throws IOException {
        ControlFrame.FromServer answer = Calls.await(
                send(operation.type(), Json.tree(request), timeout), operation.type() + " of " + endpoint.uri());
        return switch (answer) {
            case ControlFrame.Reply(String type, String id, JsonNode payload) ->
                switch (ControlCodec.payload(payload, reply)) {
                    case Decoded.Ok<T, String>(T value) -> value;
                    case Decoded.Rejected<T, String>(String why) ->
                        throw new IOException(endpoint.uri() + " answered " + type + " unreadably: " + why);
                };
            case ControlFrame.Failed failed -> throw new ControlException(failed.code(), failed.message());
            case ControlFrame.Event event ->
                switch (ControlCodec.payload(event.payload(), reply)) {
                    case Decoded.Ok<T, String>(T value) -> value;
                    case Decoded.Rejected<T, String>(String why) -> throw new IOException(why);
                };
        };
    }

    /**
     * Sends any request; the answer is a reply, an error, or, for a subscription, its event.
     *
     * @param type with its channel, such as {@code control.ping}
     */
    public CompletableFuture<ControlFrame.FromServer> send(String type, JsonNode payload, Duration timeout) {
        String id = "c" + ids.incrementAndGet();
        CompletableFuture<ControlFrame.FromServer> reply = calls.register(id, type, timeout);
        Socket open = socket;
        if (open == null || !open.send(ControlCodec.encode(id, type, payload))) {
            calls.fail(id, new ConnectionLostException("the connection to " + endpoint.uri() + " is closed"));
        }
        return reply;
    }

    public boolean isOpen() {
        Socket open = socket;
        return open != null && open.isOpen();
    }

    @Override
    public void close() {
        Socket open = socket;
        if (open != null) {
            open.close();
        }
        calls.end(new ConnectionLostException("the connection to " + endpoint.uri() + " was closed"));
    }

    private void receive(String text) {
        switch (ControlCodec.decodeFromServer(text)) {
            case Decoded.Rejected<ControlFrame.FromServer, String>(String why) ->
                LOG.debugf("Skipped a frame of %s: %s", endpoint.uri(), why);
            case Decoded.Ok<ControlFrame.FromServer, String>(ControlFrame.FromServer frame) -> dispatch(frame);
        }
    }

    private void dispatch(ControlFrame.FromServer frame) {
        switch (frame) {
            case ControlFrame.Event event -> {
                if (!calls.complete(event.request(), event)) {
                    events.accept(event);
                }
            }
            case ControlFrame.Reply reply -> complete(reply.id(), reply);
            // an error without an id answers the one request that can have caused it, if there is just one
            case ControlFrame.Failed failed -> {
                if (failed.id() != null) {
                    complete(failed.id(), failed);
                } else {
                    calls.end(new ControlException(failed.code(), failed.message()));
                }
            }
        }
    }

    private void complete(@Nullable String id, ControlFrame.FromServer answer) {
        if (id == null || !calls.complete(id, answer)) {
            LOG.debugf("Skipped an answer of %s that nobody waits for", endpoint.uri());
        }
    }
}
