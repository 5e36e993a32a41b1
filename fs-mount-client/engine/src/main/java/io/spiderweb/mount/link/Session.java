package io.spiderweb.mount.link;

import io.spiderweb.mount.MountOptions;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.fs.FsConnection;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Export;
import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A negotiated connection to a node, with its export chosen. Requests leave in the order of the calls. */
public final class Session implements AutoCloseable {

    private static final int MAX_REQUESTS = 256;
    private static final long MAX_BYTES = 8 << 20;

    /** What a frame counts beside the data it carries. */
    private static final long FRAME = 512;

    /** What a page of a directory may come to; nodes of ours aim at this. */
    private static final long PAGE = 1 << 20;

    /** How changes are numbered here, and which reply cache of the node remembers those that are sent now. */
    record Retries(Tickets tickets, long cache) {}

    /**
     * A change on its way.
     *
     * @param ticket with which it may be sent again; null if the node cannot tell that from another one
     */
    public record Sent(@Nullable Ticket ticket, CompletableFuture<FsReply> reply) {}

    private final FsConnection connection;
    private final @Nullable FsConnection events;
    private final Export export;
    private final long incarnation;
    private final @Nullable Retries retries;
    private final MountOptions options;
    private final Window window;

    Session(
            FsConnection connection,
            @Nullable FsConnection events,
            Export export,
            long incarnation,
            @Nullable Retries retries,
            MountOptions options) {
        this.connection = connection;
        this.events = events;
        this.export = export;
        this.incarnation = incarnation;
        this.retries = retries;
        this.options = options;
        Integer requests = connection.hello().maxInflight();
        Integer bytes = connection.hello().maxInflightBytes();
        this.window = new Window(
                requests == null ? MAX_REQUESTS : Math.clamp(requests, 1, MAX_REQUESTS),
                bytes == null ? MAX_BYTES : Math.clamp(bytes.longValue(), 1, MAX_BYTES));
    }

    boolean isOpen() {
        return connection.isOpen() && (events == null || events.isOpen());
    }

    public Export export() {
        return export;
    }

    /** Grows whenever the node may be another process than before: ids and handles of an older one mean nothing any more. */
    public long incarnation() {
        return incarnation;
    }

    /** Whether the node is one of ours, and does what the reference leaves to its clients ({@code spec fs-node 16}). */
    public boolean isModern() {
        return connection.hello().supports(FsProtocol.EVENTS_1);
    }

    /** Whether {@code posix-1} was agreed on. */
    public boolean isPosix() {
        return options.posix() && connection.hello().supports(FsProtocol.POSIX_1);
    }

    /**
     * Sends a request, waiting only while too many are in flight.
     *
     * @throws FsException ETIMEDOUT, if that takes too long
     */
    public CompletableFuture<FsReply> send(FsRequest request) throws FsException {
        long size = sizeOf(request);
        window.acquire(size, options.patience());
        return leaving(size, connection.send(request));
    }

    /**
     * Sends a change, which a node that can do so carries out once, even when it is sent again.
     *
     * @param again with which it was sent before, if this {@link #honours} it; null for the first time
     * @throws FsException ETIMEDOUT, if too many requests are in flight for too long
     */
    public Sent sendOnce(FsRequest change, @Nullable Ticket again) throws FsException {
        if (retries == null) {
            return new Sent(null, send(change));
        }
        long size = sizeOf(change);
        window.acquire(size, options.patience());
        // taken only now: a change that waits before it is sent would hold back what the node may forget
        Ticket ticket = again == null ? retries.tickets.take(retries.cache) : again;
        return new Sent(ticket, leaving(size, connection.send(change, retries.tickets.idOf(ticket))));
    }

    /** Whether a change that was sent with a ticket, or none, can be sent again here and is done once all the same. */
    public boolean honours(@Nullable Ticket ticket) {
        return ticket != null && retries != null && retries.cache == ticket.cache();
    }

    /**
     * Waits for a reply.
     *
     * @throws FsException what the node answered, or ETIMEDOUT
     * @throws ConnectionLostException if the connection broke: whether the request was carried out is not known
     */
    public <T extends FsReply> T await(CompletableFuture<FsReply> reply, Class<T> type, Duration limit)
            throws FsException, ConnectionLostException {
        try {
            return type.cast(reply.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw noAnswer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FsException(Errno.EINTR, "interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case FsException failure -> throw failure;
                case ConnectionLostException lost -> throw lost;
                case TimeoutException late -> throw noAnswer();
                case null, default -> throw new ConnectionLostException(String.valueOf(e.getCause()), e);
            }
        }
    }

    @Override
    public void close() {
        connection.close();
        if (events != null) {
            events.close();
        }
    }

    private CompletableFuture<FsReply> leaving(long size, CompletableFuture<FsReply> reply) {
        var _ = reply.whenComplete((done, failure) -> window.release(size));
        return reply;
    }

    private FsException noAnswer() {
        return new FsException(Errno.ETIMEDOUT, connection.endpoint().uri() + " did not answer in time");
    }

    private static long sizeOf(FsRequest request) {
        return FRAME
                + switch (request) {
                    case FsRequest.Write write -> base64(write.data().length);
                    case FsRequest.Read read -> base64(Math.min(read.length(), FsProtocol.MAX_IO));
                    case FsRequest.Readdirp page -> PAGE;
                    default -> 0;
                };
    }

    private static long base64(long bytes) {
        return bytes * 4 / 3;
    }
}
