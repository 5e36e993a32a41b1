package io.spiderweb.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Changes to the attributes of an open file, plain and extended. They go through {@code /proc/self/fd}, so that an
 * {@code O_PATH} descriptor is enough: a file whose content may not be opened can still be given other permissions.
 */
public final class Attributes {
    /** For {@link #setTimes}: leave this time as it is. */
    public static final long UNCHANGED_NS = Long.MIN_VALUE;

    /** For {@link #setTimes}: the moment of the call, which whoever may write to the file may set. */
    public static final long NOW_NS = Long.MIN_VALUE + 1;

    private static final long NANOS = 1_000_000_000;
    private static final long UTIME_OMIT = 0x3fff_fffe;
    private static final long UTIME_NOW = 0x3fff_ffff;
    /** The kernel's bound for a value and for the list of names ({@code XATTR_SIZE_MAX}). */
    private static final int XATTR_BYTES = 64 * 1024;

    private Attributes() {}

    /** @param mode permission bits */
    public static void chmod(Fd fd, int mode) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = fd.hold()) {
            Kernel.call(Syscall.FCHMODAT, fd, Kernel.AT_FDCWD, path(arena, hold), mode);
        }
    }

    /** @param uid the new owner, -1 to leave it; {@code gid} likewise */
    public static void chown(Fd fd, int uid, int gid) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = fd.hold()) {
            Kernel.call(Syscall.FCHOWNAT, fd, Kernel.AT_FDCWD, path(arena, hold), uid, gid);
        }
    }

    /** Sets the times in nanoseconds since 1970, or {@link #NOW_NS}, each unless it is {@link #UNCHANGED_NS}. */
    public static void setTimes(Fd fd, long accessedNs, long modifiedNs) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = fd.hold()) {
            MemorySegment times = arena.allocateFrom(
                    JAVA_LONG, seconds(accessedNs), nanos(accessedNs), seconds(modifiedNs), nanos(modifiedNs));
            Kernel.call(Syscall.UTIMENSAT, fd, Kernel.AT_FDCWD, path(arena, hold), times.address());
        }
    }

    /**
     * Sets an extended attribute.
     *
     * @param flags 0, or 1 = it must be new (EEXIST), or 2 = it must exist (ENODATA), as {@code setxattr(2)}
     * @throws LinuxException EOPNOTSUPP where the file system has none or not in this namespace, E2BIG beyond 64 KiB
     */
    public static void setXattr(Fd fd, String name, byte[] value, int flags) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = fd.hold()) {
            MemorySegment copy = arena.allocateFrom(JAVA_BYTE, value);
            Kernel.call(
                    Syscall.SETXATTR,
                    name,
                    path(arena, hold),
                    Kernel.cString(arena, Utf8.encode(name)),
                    copy.address(),
                    value.length,
                    flags);
        }
    }

    /** @throws LinuxException ENODATA when there is none of this name */
    public static byte[] getXattr(Fd fd, String name) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = fd.hold()) {
            MemorySegment value = arena.allocate(XATTR_BYTES);
            long length = Kernel.call(
                    Syscall.GETXATTR,
                    name,
                    path(arena, hold),
                    Kernel.cString(arena, Utf8.encode(name)),
                    value.address(),
                    value.byteSize());
            return value.asSlice(0, length).toArray(JAVA_BYTE);
        }
    }

    /** The names of all extended attributes that this process may see. */
    public static List<String> listXattrs(Fd fd) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = fd.hold()) {
            MemorySegment list = arena.allocate(XATTR_BYTES);
            long length = Kernel.call(Syscall.LISTXATTR, fd, path(arena, hold), list.address(), list.byteSize());
            if (length == 0) {
                return List.of();
            }
            byte[] names = list.asSlice(0, length).toArray(JAVA_BYTE);
            return List.of(Utf8.decode(names).split("\0"));
        }
    }

    /** @throws LinuxException ENODATA when there is none of this name */
    public static void removeXattr(Fd fd, String name) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = fd.hold()) {
            Kernel.call(Syscall.REMOVEXATTR, name, path(arena, hold), Kernel.cString(arena, Utf8.encode(name)));
        }
    }

    private static long path(Arena arena, Fd.Hold hold) throws LinuxException {
        return Kernel.cString(arena, Kernel.magicLink(hold));
    }

    private static long seconds(long ns) {
        return Math.floorDiv(ns, NANOS);
    }

    private static long nanos(long ns) {
        if (ns == UNCHANGED_NS) {
            return UTIME_OMIT;
        }
        return ns == NOW_NS ? UTIME_NOW : Math.floorMod(ns, NANOS);
    }
}
