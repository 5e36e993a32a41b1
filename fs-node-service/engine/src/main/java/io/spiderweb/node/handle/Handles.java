package io.spiderweb.node.handle;

import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The open files of all clients. A handle is a random number, so that nobody can guess another's; it outlives the
 * connection that opened it for some time, because clients retry with the old handle after a reconnect (spec fs-node 5).
 */
public final class Handles implements AutoCloseable {

    /**
     * How many files may be open.
     *
     * @param grace how long an abandoned file waits for its client to come back
     */
    public record Limits(int perClient, int total, Duration grace) {
        public static final Limits DEFAULT = new Limits(8192, 32_768, Duration.ofSeconds(60));
    }

    /** One connection as the owner of handles. */
    public static final class Client {
        private final AtomicInteger open = new AtomicInteger();
        private volatile boolean gone;
    }

    /** @param owner null while nobody is connected who may use it; {@code since} then says from when on */
    private record Handle(
            OpenFile file, String holder, @Nullable Client owner, long since) {}

    private final Limits limits;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<Long, Handle> handles = new ConcurrentHashMap<>();

    public Handles(Limits limits) {
        this.limits = limits;
    }

    /**
     * Makes sure that one more file may be opened, before anything is made on the disk for it.
     *
     * @throws FsException EMFILE, ENFILE
     */
    public void requireRoom(Client client) throws FsException {
        if (client.open.get() >= limits.perClient) {
            throw new FsException(Errno.EMFILE, "this client has " + limits.perClient + " files open");
        }
        if (handles.size() >= limits.total) {
            throw new FsException(Errno.ENFILE, "this node has " + limits.total + " files open");
        }
    }

    /** Takes the file over: it is closed here. */
    public long add(OpenFile file, String holder, Client owner) {
        owner.open.incrementAndGet();
        Handle handle = new Handle(file, holder, owner, 0);
        long id;
        do {
            id = random.nextLong() & Long.MAX_VALUE;
        } while (id == 0 || handles.putIfAbsent(id, handle) != null);
        if (owner.gone) {
            abandon(owner);
        }
        return id;
    }

    /** @throws FsException EBADF when there is none of this number for this holder */
    public OpenFile get(long id, String holder, Client client) throws FsException {
        Handle handle = handles.computeIfPresent(id, (key, found) -> {
            boolean adopts = found.owner == null && found.holder.equals(holder);
            if (adopts) {
                client.open.incrementAndGet();
            }
            return adopts ? new Handle(found.file, holder, client, 0) : found;
        });
        if (handle == null || !handle.holder.equals(holder)) {
            throw new FsException(Errno.EBADF, "no open file of this number: open it again");
        }
        return handle.file;
    }

    /** @throws FsException as {@link #get} */
    public void close(long id, String holder, Client client) throws FsException {
        get(id, holder, client);
        close(handles.remove(id));
    }

    /** A connection ended: who comes back in time finds the files as they were. */
    public void leave(Client client) {
        client.gone = true;
        abandon(client);
    }

    public int size() {
        return handles.size();
    }

    @Override
    public void close() {
        handles.keySet().forEach(id -> close(handles.remove(id)));
    }

    // identity: a client has no other equality
    @SuppressWarnings("ReferenceEquality")
    private void abandon(Client client) {
        if (client.open.get() == 0) {
            return;
        }
        long now = System.nanoTime();
        handles.replaceAll(
                (id, handle) -> handle.owner == client ? new Handle(handle.file, handle.holder, null, now) : handle);
        CompletableFuture.delayedExecutor(limits.grace.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> closeAbandoned(now));
    }

    private void closeAbandoned(long before) {
        handles.forEach((id, handle) -> {
            if (handle.owner == null && handle.since - before <= 0 && handles.remove(id, handle)) {
                close(handle);
            }
        });
    }

    private static void close(@Nullable Handle handle) {
        if (handle != null) {
            handle.file.fd().close();
            if (handle.owner != null) {
                handle.owner.open.decrementAndGet();
            }
        }
    }
}
