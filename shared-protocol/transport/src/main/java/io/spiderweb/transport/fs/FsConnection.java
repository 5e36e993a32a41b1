package io.spiderweb.transport.fs;

import io.spiderweb.transport.Calls;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.Heartbeat;
import io.spiderweb.transport.PendingCalls;
import io.spiderweb.transport.Socket;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.fs.FsCodec;
import io.spiderweb.wire.fs.FsEvent;
import io.spiderweb.wire.fs.FsFrame;
import io.spiderweb.wire.fs.FsOperation;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import io.spiderweb.wire.fs.RetryId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to {@code /v2/fs} of a node. Requests leave in the order of the calls and a node answers them in that order, so
 * many may be in flight ({@code spec fs-node 2.3}). An event that the node sent before a reply is delivered before that reply's
 * future completes: what a cache needs to be right.
 */
public final class FsConnection implements AutoCloseable {

    /** How long a reply may take ({@code spec mount 2.4}). */
    public static final Duration REPLY_TIMEOUT = Duration.ofSeconds(15);

    private static final int MAX_IN_FLIGHT = 1024;
    private static final long MAX_TAG = 0xFFFF_FFFFL;

    private final Endpoint endpoint;
    private final Consumer<FsEvent> events;
    private final PendingCalls<Long, FsOperation, FsReply> calls = new PendingCalls<>(MAX_IN_FLIGHT);
    private final ReentrantLock sending = new ReentrantLock();
    private long lastTag;
    private @Nullable Socket socket;
    private FsReply.@Nullable Hello hello;

    private FsConnection(Endpoint endpoint, Consumer<FsEvent> events) {
        this.endpoint = endpoint;
        this.events = events;
    }

    /**
     * Connects and says hello.
     *
     * @param events receives the node's events in order with its replies; must not block
     * @param onClose called once when the connection ends
     * @throws FsException if the node refuses the hello, such as for a wrong token
     * @throws ConnectionLostException if it cannot be reached or does not answer
     */
    public static FsConnection open(
            WsClient client,
            Endpoint endpoint,
            FsRequest.Hello hello,
            Consumer<FsEvent> events,
            Consumer<String> onClose)
            throws IOException {
        FsConnection connection = new FsConnection(endpoint, events);
        connection.socket = client.connect(endpoint, Heartbeat.STRICT, connection::receive, reason -> {
            connection.calls.end(
                    new ConnectionLostException("the connection to " + endpoint.uri() + " was lost: " + reason));
            onClose.accept(reason);
        });
        try {
            connection.hello = connection.call(hello, FsReply.Hello.class);
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    public FsReply.Hello hello() {
        FsReply.Hello reply = hello;
        if (reply == null) {
            throw new IllegalStateException("hello is not done");
        }
        return reply;
    }

    /** Sends a request; the future fails with {@link FsException}, {@link ConnectionLostException} or a timeout. */
    public CompletableFuture<FsReply> send(FsRequest request) {
        return send(request, null);
    }

    /** @param retry for a request that may be sent again on another connection, if the node has {@code retry-1} */
    public CompletableFuture<FsReply> send(FsRequest request, @Nullable RetryId retry) {
        FsOperation operation = FsOperation.of(request);
        // tag and place in the stream must agree, since replies come in the order of requests
        sending.lock();
        try {
            long tag = lastTag % MAX_TAG + 1;
            lastTag = tag;
            CompletableFuture<FsReply> reply = calls.register(tag, operation, REPLY_TIMEOUT);
            Socket open = socket;
            if (open == null || !open.send(FsCodec.encode(tag, retry, request))) {
                calls.fail(tag, new ConnectionLostException("the connection to " + endpoint.uri() + " is closed"));
            }
            return reply;
        } finally {
            sending.unlock();
        }
    }

    public <T extends FsReply> T call(FsRequest request, Class<T> reply) throws IOException {
        String what = FsOperation.of(request).wireName() + " of " + endpoint.uri();
        return reply.cast(Calls.await(send(request), what));
    }

    public boolean isOpen() {
        Socket open = socket;
        return open != null && open.isOpen();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        Socket open = socket;
        if (open != null) {
            open.close();
        }
        calls.end(new ConnectionLostException("the connection to " + endpoint.uri() + " was closed"));
    }

    private void receive(String text) throws IOException {
        switch (FsCodec.decodeFromNode(text)) {
            // replies are matched by order and tag: after one that cannot be read nothing can be trusted
            case Decoded.Rejected<FsFrame.FromNode, String>(String why) ->
                throw new IOException(endpoint.uri() + " sent a frame that breaks the protocol: " + why);
            case Decoded.Ok<FsFrame.FromNode, String>(FsFrame.FromNode frame) -> {
                switch (frame) {
                    case FsFrame.Event(FsEvent event) -> events.accept(event);
                    case FsFrame.Reply reply -> complete(reply);
                    case FsFrame.Failed failed ->
                        calls.fail(failed.tag(), new FsException(failed.errno(), failed.message()));
                }
            }
        }
    }

    // a reply to a call that timed out or was interrupted finds nobody, which is no reason to distrust the peer
    private void complete(FsFrame.Reply reply) throws IOException {
        FsOperation asked = calls.request(reply.tag());
        if (asked != null && asked != reply.operation()) {
            throw new IOException(endpoint.uri() + " answered " + asked.wireName() + " with "
                    + reply.operation().wireName());
        }
        calls.complete(reply.tag(), reply.reply());
    }
}
