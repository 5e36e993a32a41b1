package io.spiderweb.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

/**
 * A queue of changes to watched files. One thread polls, preferably a platform thread; any thread may watch, unwatch and
 * close, which ends a running poll.
 */
public final class Inotify implements AutoCloseable {
    /** {@code O_CLOEXEC | O_NONBLOCK}, the same on both architectures. */
    private static final long CLOEXEC_NONBLOCK = OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int POLLIN = 1;
    /** {@code struct pollfd}: descriptor, then the wanted and the found events in the halves of an int. */
    private static final long POLLFD_BYTES = 8;

    private final Fd queue;
    /** Becomes readable to end a poll, and stays so. */
    private final Fd stop;

    private Inotify(Fd queue, Fd stop) {
        this.queue = queue;
        this.stop = stop;
    }

    /** @throws LinuxException EMFILE when the user has {@code fs.inotify.max_user_instances} of them */
    public static Inotify open() throws LinuxException {
        Fd queue = new Fd(Kernel.call(Syscall.INOTIFY_INIT1, "a new queue", CLOEXEC_NONBLOCK), "inotify");
        try {
            return new Inotify(
                    queue, new Fd(Kernel.call(Syscall.EVENTFD2, "inotify", 0, CLOEXEC_NONBLOCK), "inotify stop"));
        } catch (LinuxException e) {
            queue.close();
            throw e;
        }
    }

    /**
     * Starts to watch an open file or directory ({@code O_PATH} is enough; it may be closed afterwards). A file that is
     * watched already keeps its number and gets the new mask.
     *
     * @param mask of {@link InotifyMask}
     * @return the number that its events carry
     * @throws LinuxException ENOSPC when the user has {@code fs.inotify.max_user_watches} of them
     */
    public int watch(Fd file, int mask) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = queue.hold();
                Fd.Hold target = file.hold()) {
            long path = Kernel.cString(arena, Kernel.magicLink(target));
            return (int)
                    Kernel.call(Syscall.INOTIFY_ADD_WATCH, file, hold.number(), path, Integer.toUnsignedLong(mask));
        } catch (LinuxException e) {
            // "no space left on device" would send people to look at the disk
            throw e.errno() == Errnos.ENOSPC
                    ? new LinuxException("watch beyond fs.inotify.max_user_watches", file.toString(), e.errno())
                    : e;
        }
    }

    /** @throws LinuxException EINVAL for a watch that is gone already */
    public void unwatch(int watch) throws LinuxException {
        try (Fd.Hold hold = queue.hold()) {
            Kernel.call(Syscall.INOTIFY_RM_WATCH, "watch " + watch, hold.number(), watch);
        }
    }

    /**
     * Waits for events, up to 64 KiB of them.
     *
     * @return none when the time has passed or this was closed, see {@link #isOpen}
     */
    public List<InotifyEvent> poll(Duration timeout) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold events = queue.hold();
                Fd.Hold end = stop.hold()) {
            MemorySegment pollfds = arena.allocateFrom(JAVA_INT, events.number(), POLLIN, end.number(), POLLIN);
            // the kernel leaves the remaining time here, so a call repeated after a signal ends in time
            MemorySegment timespec = arena.allocateFrom(JAVA_LONG, timeout.toSeconds(), timeout.toNanosPart());
            long ready = Kernel.call(
                    Syscall.PPOLL, queue, pollfds.address(), pollfds.byteSize() / POLLFD_BYTES, timespec.address());
            return ready == 0 || !isOpen() ? List.of() : read(arena, events);
        } catch (LinuxException e) {
            if (!isOpen()) {
                return List.of();
            }
            throw e;
        }
    }

    public boolean isOpen() {
        return queue.isOpen();
    }

    /** Ends a running poll and all watches. */
    @Override
    public void close() {
        queue.close();
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = stop.hold()) {
            Kernel.call(
                    Syscall.WRITE,
                    stop,
                    hold.number(),
                    arena.allocateFrom(JAVA_LONG, 1).address(),
                    Long.BYTES);
        } catch (LinuxException alreadyClosed) {
            return;
        }
        stop.close();
    }

    private List<InotifyEvent> read(Arena arena, Fd.Hold hold) throws LinuxException {
        MemorySegment buffer = arena.allocate(BUFFER_BYTES, Long.BYTES);
        long length = Kernel.call(Syscall.READ, queue, hold.number(), buffer.address(), buffer.byteSize());
        return InotifyEvent.decode(
                ByteBuffer.wrap(buffer.asSlice(0, length).toArray(JAVA_BYTE)).order(ByteOrder.nativeOrder()));
    }
}
