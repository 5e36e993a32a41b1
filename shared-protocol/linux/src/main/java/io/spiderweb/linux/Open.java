package io.spiderweb.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The ways to get a descriptor. Each is made by {@code openat2}, which rejects flags that it does not know (EINVAL). */
public final class Open {
    /** A rename elsewhere makes the kernel give up on a path with {@code ..}; this often at most. */
    private static final int ATTEMPTS = 64;

    private Open() {}

    /**
     * Opens a directory by its name in the whole tree, links followed, as the start of later walks ({@code O_PATH}).
     *
     * @throws LinuxException ENOENT, ENOTDIR, EACCES
     */
    public static Fd root(Path directory) throws LinuxException {
        String path = directory.toAbsolutePath().toString();
        return openat2(Kernel.AT_FDCWD, Utf8.encode(path), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0, 0, path);
    }

    /**
     * Opens a path that starts at a directory.
     *
     * @param path relative; {@code .} for the directory itself
     * @param flags of {@link OpenFlags}; add {@code O_NONBLOCK} unless the type is known, since a FIFO waits for its other
     *     end
     * @param mode permission bits of a file that {@code O_CREAT} makes; must be 0 otherwise
     * @param resolve of {@link Resolve}
     * @throws LinuxException EXDEV where the path leaves what {@code resolve} allows, ELOOP where it meets a forbidden
     *     link, EAGAIN when renames kept disturbing the walk, and the usual ones of an open
     */
    public static Fd at(Fd directory, byte[] path, long flags, int mode, long resolve) throws LinuxException {
        try (Fd.Hold hold = directory.hold()) {
            return openat2(hold.number(), path, flags, mode, resolve, Utf8.decode(path));
        }
    }

    /** The same with a path in UTF-8. */
    public static Fd at(Fd directory, String path, long flags, int mode, long resolve) throws LinuxException {
        return at(directory, Utf8.encode(path), flags, mode, resolve);
    }

    /**
     * Opens the very file that a descriptor stands for once more, with other flags: how an {@code O_PATH} descriptor
     * becomes one for I/O. No name is looked up, so nothing can be swapped in between.
     *
     * @throws LinuxException ELOOP for a symbolic link, EACCES, ENXIO for a FIFO without a reader or a socket, ENOENT when
     *     {@code /proc} is not mounted
     */
    public static Fd reopen(Fd fd, long flags) throws LinuxException {
        try (Fd.Hold hold = fd.hold()) {
            return openat2(Kernel.AT_FDCWD, Kernel.magicLink(hold), flags, 0, 0, fd.toString());
        }
    }

    private static Fd openat2(long directory, byte[] path, long flags, int mode, long resolve, String label)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocateFrom(JAVA_LONG, flags | OpenFlags.O_CLOEXEC, mode, resolve);
            long name = Kernel.cString(arena, path);
            for (int attempt = 1; ; attempt++) {
                try {
                    long fd = Kernel.call(Syscall.OPENAT2, label, directory, name, how.address(), how.byteSize());
                    return new Fd(fd, label);
                } catch (LinuxException e) {
                    if (e.errno() != Errnos.EAGAIN || attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        }
    }
}
