package io.spiderweb.mount.file;

import io.spiderweb.mount.link.Deadline;
import io.spiderweb.mount.link.LinkState;
import io.spiderweb.mount.link.NodeLink;
import io.spiderweb.mount.link.Session;
import io.spiderweb.mount.link.Ticket;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An open file. It belongs to one node for life, and survives a reconnection, even to a new process of the node: the file is then
 * found by its path again and, if it still is the same one, opened again.
 *
 * <p>Writes are queued and return at once ({@link WriteQueue}); what went wrong with one is told by a later write, flush or close.
 * Everything else that concerns the file is sent behind the queued writes on the same connection, and a node works in order, so
 * that a read sees them.
 */
public final class OpenFile implements AutoCloseable {

    /** Finds the file again by its path. */
    @FunctionalInterface
    public interface Locator {
        /** @return the node id that the path has now */
        long locate(Session session, Deadline deadline) throws FsException, ConnectionLostException;
    }

    /** An answer of OPEN or CREATE. */
    public record Opened(NodeLink link, Session session, long id, long handle) {}

    private final NodeLink link;
    private final long id;
    private final int flags;
    private final Locator locator;
    private final Duration patience;
    private final WriteQueue writes = new WriteQueue();

    private final ReentrantLock lock = new ReentrantLock();
    private Session session;
    private long handle;
    private boolean closed;

    public OpenFile(Opened opened, int flags, Locator locator, Duration patience) {
        this.link = opened.link();
        this.session = opened.session();
        this.id = opened.id();
        this.handle = opened.handle();
        this.flags = flags;
        this.locator = locator;
        this.patience = patience;
        link.opened();
    }

    /** Reads up to {@code length} bytes; fewer only at the end of the file. */
    public byte[] read(long offset, int length) throws FsException {
        Deadline deadline = Deadline.in(patience);
        FsReply.Data first = readOnce(offset, length, deadline);
        if (first.eof() || first.data().length >= length || first.data().length == 0) {
            return first.data();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(length);
        all.writeBytes(first.data());
        while (all.size() < length) {
            FsReply.Data more = readOnce(offset + all.size(), length - all.size(), deadline);
            all.writeBytes(more.data());
            if (more.eof() || more.data().length == 0) {
                break;
            }
        }
        return all.toByteArray();
    }

    /**
     * Queues a write, waiting only while too much is queued.
     *
     * @throws FsException also the error of an earlier write, which no call has told yet
     */
    public void write(long offset, byte[] data) throws FsException {
        Deadline deadline = Deadline.in(patience);
        lock.lock();
        try {
            writes.throwFailure();
            for (int from = 0; from < data.length; from += FsProtocol.MAX_IO) {
                byte[] part = from == 0 && data.length <= FsProtocol.MAX_IO
                        ? data
                        : Arrays.copyOfRange(data, from, Math.min(data.length, from + FsProtocol.MAX_IO));
                while (!writes.hasRoomFor(part.length)) {
                    settleOldest(deadline);
                }
                writes.throwFailure();
                connect(deadline);
                long at = appendsHere() ? size(deadline) : offset + from;
                writes.add(at, part, session.sendOnce(new FsRequest.Write(handle, at, part), null));
                // after sending: attributes asked for from now on are told after the write
                link.cache().attributesChanged(id);
            }
            writes.dropFinished();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the node has done every write. */
    public void flush() throws FsException {
        lock.lock();
        try {
            drain(Deadline.in(patience));
            writes.throwFailure();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every write is on the node's disk; of a node without {@code posix-1}, until it has done every write.
     *
     * @param dataOnly whether attributes that are not needed to read the data back may wait
     */
    public void sync(boolean dataOnly) throws FsException {
        Deadline deadline = Deadline.in(patience);
        lock.lock();
        try {
            drain(deadline);
            writes.throwFailure();
            boolean renewed = false;
            while (session.isPosix()) {
                try {
                    connect(deadline);
                    session.await(
                            session.send(new FsRequest.Fsync(handle, dataOnly)), FsReply.Done.class, deadline.left());
                    return;
                } catch (ConnectionLostException e) {
                    requireTime(deadline, e);
                } catch (FsException e) {
                    if (e.errno() != Errno.EBADF || renewed) {
                        throw e;
                    }
                    renewed = true;
                    renew(handle, deadline);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    public void truncate(long size) throws FsException {
        Deadline deadline = Deadline.in(patience);
        lock.lock();
        try {
            while (true) {
                connect(deadline);
                try {
                    session.await(session.send(new FsRequest.Truncate(id, size)), FsReply.Done.class, deadline.left());
                    link.cache().attributesChanged(id);
                    return;
                } catch (ConnectionLostException e) {
                    requireTime(deadline, e);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the writes and gives the handle back; a second call does nothing. */
    @Override
    public void close() throws FsException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            Deadline deadline = Deadline.in(patience);
            try {
                drain(deadline);
                giveBack(deadline);
            } finally {
                link.released();
            }
            writes.throwFailure();
        } finally {
            lock.unlock();
        }
    }

    private FsReply.Data readOnce(long offset, int length, Deadline deadline) throws FsException {
        boolean renewed = false;
        while (true) {
            Session used;
            long usedHandle;
            CompletableFuture<FsReply> reply;
            lock.lock();
            try {
                connect(deadline);
                used = session;
                usedHandle = handle;
                reply = used.send(new FsRequest.Read(handle, offset, Math.min(length, FsProtocol.MAX_IO)));
            } finally {
                lock.unlock();
            }
            try {
                return used.await(reply, FsReply.Data.class, deadline.left());
            } catch (ConnectionLostException e) {
                requireTime(deadline, e);
            } catch (FsException e) {
                if (e.errno() != Errno.EBADF || renewed) {
                    throw e;
                }
                renewed = true;
                renew(usedHandle, deadline);
            }
        }
    }

    private void renew(long stale, Deadline deadline) throws FsException {
        lock.lock();
        try {
            if (handle == stale) {
                reopen(session, deadline);
            }
        } catch (ConnectionLostException e) {
            requireTime(deadline, e);
        } finally {
            lock.unlock();
        }
    }

    /** Makes {@link #session} and {@link #handle} usable, and sends again what was lost with the old connection. */
    private void connect(Deadline deadline) throws FsException {
        while (true) {
            Session now = link.await(deadline.left());
            if (isCurrent(now)) {
                return;
            }
            try {
                if (now.incarnation() != session.incarnation()) {
                    reopen(now, deadline);
                }
                session = now;
                resend();
                return;
            } catch (ConnectionLostException e) {
                requireTime(deadline, e);
            }
        }
    }

    // identity: each connection has its own session
    @SuppressWarnings("ReferenceEquality")
    private boolean isCurrent(Session now) {
        return now == session;
    }

    private void reopen(Session now, Deadline deadline) throws FsException, ConnectionLostException {
        if (locator.locate(now, deadline) != id) {
            throw new FsException(Errno.ESTALE, "another file has taken the place of the one that was open");
        }
        handle = now.await(
                        now.send(new FsRequest.Open(id, OpenFlags.forReopening(flags))),
                        FsReply.Opened.class,
                        deadline.left())
                .h();
    }

    private void resend() throws FsException {
        if (OpenFlags.has(flags, OpenFlags.APPEND)) {
            // whether it was done is not known, and doing it twice would append twice
            writes.abandonLost(write -> !session.honours(write.ticket()));
        }
        writes.resendLost(this::sendAgain);
    }

    private Session.Sent sendAgain(WriteQueue.Write write) throws FsException {
        Ticket ticket = session.honours(write.ticket()) ? write.ticket() : null;
        return session.sendOnce(new FsRequest.Write(handle, write.offset(), write.data()), ticket);
    }

    private void drain(Deadline deadline) {
        while (!writes.isEmpty()) {
            settleOldest(deadline);
        }
    }

    private void settleOldest(Deadline deadline) {
        try {
            WriteQueue.Write oldest = writes.oldest();
            try {
                long count = session.await(oldest.reply(), FsReply.Written.class, deadline.left())
                        .count();
                writes.finished(count);
            } catch (ConnectionLostException e) {
                requireTime(deadline, e);
                connect(deadline);
            } catch (FsException e) {
                if (e.errno() != Errno.EBADF || !writes.mayRenew()) {
                    throw e;
                }
                renew(handle, deadline);
                // it was answered; with the right handle it is another request
                writes.resendRefused(
                        write -> session.sendOnce(new FsRequest.Write(handle, write.offset(), write.data()), null));
            }
        } catch (FsException e) {
            writes.failed(e);
        }
    }

    private void giveBack(Deadline deadline) throws FsException {
        // a node that is away forgets the handle by itself
        if (!(link.state() instanceof LinkState.Up(Session now)) || now.incarnation() != session.incarnation()) {
            return;
        }
        try {
            now.await(now.send(new FsRequest.Close(handle)), FsReply.Done.class, deadline.left());
        } catch (ConnectionLostException e) {
            return;
        } catch (FsException e) {
            if (e.errno() != Errno.EBADF) {
                throw e;
            }
        }
    }

    // the reference has no append mode: its clients compute the place (spec fs-node 6.15)
    private boolean appendsHere() {
        return OpenFlags.has(flags, OpenFlags.APPEND) && !session.isModern();
    }

    private long size(Deadline deadline) throws FsException {
        try {
            return session.await(session.send(new FsRequest.Getattr(id)), FsReply.Attributes.class, deadline.left())
                    .attr()
                    .size();
        } catch (ConnectionLostException e) {
            throw lost(e);
        }
    }

    private void requireTime(Deadline deadline, ConnectionLostException cause) throws FsException {
        if (deadline.isOver()) {
            throw lost(cause);
        }
    }

    private FsException lost(ConnectionLostException cause) {
        return new FsException(Errno.ETIMEDOUT, link.label() + " was lost: " + cause.getMessage());
    }
}
