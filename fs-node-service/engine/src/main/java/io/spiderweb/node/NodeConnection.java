package io.spiderweb.node;

import io.spiderweb.linux.LinuxException;
import io.spiderweb.node.access.AccessDeniedException;
import io.spiderweb.node.access.Grant;
import io.spiderweb.node.event.Listener;
import io.spiderweb.node.handle.Handles;
import io.spiderweb.node.listing.Listings;
import io.spiderweb.node.retry.Replies;
import io.spiderweb.node.tree.Links;
import io.spiderweb.transport.Mailbox;
import io.spiderweb.transport.Outbox;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsCodec;
import io.spiderweb.wire.fs.FsFailure;
import io.spiderweb.wire.fs.FsFrame;
import io.spiderweb.wire.fs.FsOperation;
import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import io.spiderweb.wire.fs.RetryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, whoever dialled it. Its requests are carried out one after the other, each with exactly one
 * reply, in order; those of other connections run meanwhile (spec fs-node 2.3).
 */
public final class NodeConnection implements Listener, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NodeConnection.class);

    /** RFC 6455 7.4.1. */
    private static final int PROTOCOL_ERROR = 1002;

    private static final int SERVICE_RESTART = 1012;

    /** What RFC 6455 5.5 leaves for it in a close frame, in bytes. */
    private static final int MAX_CLOSE_REASON = 123;

    /** What hello agreed on. */
    private record Session(
            Exports exports,
            Operations operations,
            @Nullable Replies replies,
            boolean subscribed,
            boolean numbered) {

        /** The reply to a request, from memory if it was carried out before. */
        FsReply answer(FsFrame.Request frame) throws IOException {
            RetryId retry = frame.retry();
            return replies == null || retry == null || isQuestion(frame.request())
                    ? operations.perform(frame.request())
                    : replies.once(retry, () -> operations.perform(frame.request()));
        }

        /** Whether it may be asked twice, and has an answer that may be too large to keep. */
        private static boolean isQuestion(FsRequest request) {
            return switch (request) {
                case FsRequest.Exports exports -> true;
                case FsRequest.Lookup lookup -> true;
                case FsRequest.Getattr getattr -> true;
                case FsRequest.Readdirp readdirp -> true;
                case FsRequest.Read read -> true;
                case FsRequest.Statfs statfs -> true;
                case FsRequest.Readlink readlink -> true;
                case FsRequest.Getxattr getxattr -> true;
                case FsRequest.Listxattr listxattr -> true;
                default -> false;
            };
        }
    }

    private final FsNode node;
    private final Outbox outbox;
    private final Mailbox mailbox;
    private final Handles.Client handles = new Handles.Client();
    private final Listings listings = new Listings();
    private final AtomicReference<@Nullable Replies> replies = new AtomicReference<>();
    private volatile @Nullable Session session;
    private volatile boolean closed;

    NodeConnection(FsNode node, Outbox.Sink sink, String peer) {
        this.node = node;
        this.outbox = new Outbox(sink, node.limits().outgoing());
        this.mailbox = Mailbox.start(
                "fs client " + peer,
                node.limits().incoming(),
                this::handle,
                () -> outbox.close(Outbox.CLOSE_POLICY, "more requests than this node takes at once"));
        long patience = node.limits().hello().toMillis();
        CompletableFuture.delayedExecutor(patience, TimeUnit.MILLISECONDS).execute(this::requireHello);
    }

    /** Takes a text frame and returns at once. */
    public void receive(String frame) {
        mailbox.offer(frame);
    }

    /** Ends the connection from this side. */
    public void end(int code, String reason) {
        outbox.close(code, reason);
    }

    /** To be called when the transport is closed, whoever closed it. What the client has open waits for it to come back. */
    @Override
    public void close() {
        closed = true;
        mailbox.close();
        node.left(this);
        forgetReplies();
    }

    @Override
    public boolean wants(long subject) {
        Session agreed = session;
        return agreed != null && agreed.subscribed && agreed.exports.covers(subject);
    }

    @Override
    public boolean numbered() {
        Session agreed = session;
        return agreed != null && agreed.numbered;
    }

    @Override
    public void send(String frame) {
        outbox.send(frame);
    }

    @Override
    public void interrupted() {
        outbox.close(SERVICE_RESTART, "changes were missed: connect again and drop what you cache");
    }

    Handles.Client handles() {
        return handles;
    }

    private void requireHello() {
        if (session == null) {
            outbox.close(Outbox.CLOSE_POLICY, "no hello in time");
        }
    }

    private void handle(String text) {
        if (!outbox.isOpen()) {
            return;
        }
        switch (FsCodec.decodeRequest(text)) {
            case Decoded.Rejected<FsFrame.Request, FsFailure>(FsFailure failure) -> reject(failure);
            case Decoded.Ok<FsFrame.Request, FsFailure>(FsFrame.Request frame) -> {
                Session agreed = session;
                if (frame.request() instanceof FsRequest.Hello hello) {
                    hello(frame.tag(), hello);
                } else if (agreed == null) {
                    reject(FsFailure.of(frame.tag(), Errno.EINVAL, "hello comes first"));
                } else {
                    perform(agreed, frame);
                }
            }
        }
    }

    /** Before hello every mistake ends the connection (spec fs-node 2.4). */
    private void reject(FsFailure failure) {
        boolean first = session == null;
        outbox.send(
                FsCodec.encode(first ? new FsFailure(failure.tag(), Errno.EINVAL, failure.message(), true) : failure));
        if (first || failure.closes()) {
            outbox.close(PROTOCOL_ERROR, closeReason(failure.message()));
        }
    }

    private static String closeReason(String message) {
        boolean fits = message.getBytes(StandardCharsets.UTF_8).length <= MAX_CLOSE_REASON;
        return fits ? message : "see the error frame";
    }

    private void hello(long tag, FsRequest.Hello hello) {
        Grant grant;
        try {
            grant = node.access().grant(hello.authToken(), Instant.now());
        } catch (AccessDeniedException e) {
            reject(new FsFailure(tag, Errno.EINVAL, String.valueOf(e.getMessage()), true));
            node.observer().answered(FsOperation.HELLO, Errno.EINVAL, Duration.ZERO, 0);
            return;
        }
        boolean numbered = hello.features().contains(FsProtocol.EVENTS_1);
        Exports exports = new Exports(node.locals(), grant);
        Links links = hello.features().contains(FsProtocol.POSIX_1) ? Links.SHOWN : Links.FOLLOWED;
        Operations operations = node.operations(exports, new Client(grant, links, handles, listings, this));
        forgetReplies();
        Replies joined = joinReplies(hello, grant);
        session = new Session(exports, operations, joined, hello.subscribeInvalidations(), numbered);
        node.log()
                .join(
                        this,
                        numbered ? hello.resume() : null,
                        (seq, resumed) -> outbox.send(FsCodec.encode(
                                tag,
                                FsOperation.HELLO,
                                Greeting.reply(node, numbered, seq, resumed, joined == null ? null : joined.id()))));
        if (closed) {
            node.log().leave(this);
            forgetReplies();
        }
        node.observer().answered(FsOperation.HELLO, null, Duration.ZERO, 0);
    }

    private @Nullable Replies joinReplies(FsRequest.Hello hello, Grant grant) {
        if (hello.clientId() == null || !hello.features().contains(FsProtocol.RETRY_1)) {
            return null;
        }
        Replies joined = node.replies().join(grant.holder(), hello.clientId());
        replies.set(joined);
        return joined;
    }

    private void forgetReplies() {
        Replies left = replies.getAndSet(null);
        if (left != null) {
            node.replies().leave(left);
        }
    }

    private void perform(Session agreed, FsFrame.Request frame) {
        long tag = frame.tag();
        FsRequest request = frame.request();
        FsOperation operation = FsOperation.of(request);
        long start = System.nanoTime();
        @Nullable Errno error = null;
        long bytes = 0;
        try {
            FsReply reply = agreed.answer(frame);
            bytes = bytes(request, reply);
            outbox.send(FsCodec.encode(tag, operation, reply));
        } catch (IOException e) {
            error = errno(e);
            outbox.send(FsCodec.encode(FsFailure.of(tag, error, String.valueOf(e.getMessage()))));
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed, which is a mistake of this program", operation.wireName());
            error = Errno.EIO;
            outbox.send(FsCodec.encode(FsFailure.of(tag, error, "internal error, see the log of the node")));
        }
        node.observer().answered(operation, error, Duration.ofNanos(System.nanoTime() - start), bytes);
    }

    private static Errno errno(IOException e) {
        return switch (e) {
            case FsException refused -> refused.errno();
            case LinuxException kernel -> Errno.of(kernel.errno());
            default -> Errno.EIO;
        };
    }

    private static long bytes(FsRequest request, FsReply reply) {
        if (reply instanceof FsReply.Data(byte[] data, boolean eof)) {
            return data.length;
        }
        return request instanceof FsRequest.Write write ? write.data().length : 0;
    }
}
