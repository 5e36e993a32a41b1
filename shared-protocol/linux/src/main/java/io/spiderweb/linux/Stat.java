package io.spiderweb.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/**
 * The attributes of a file.
 *
 * @param device of the file system, {@code major << 32 | minor}; with {@code inode} the identity of a file
 * @param mode type and permission bits
 * @param size bytes
 * @param blocks of 512 bytes
 * @param accessedNs nanoseconds since 1970, as all times; the ends of the range where it does not fit
 * @param bornNs 0 where the file system does not record it
 * @param mountId 0 where the kernel does not tell (before 5.8)
 */
public record Stat(
        long device,
        long inode,
        int mode,
        int links,
        int uid,
        int gid,
        long size,
        long blocks,
        long accessedNs,
        long modifiedNs,
        long changedNs,
        long bornNs,
        long mountId) {

    private static final long AT_SYMLINK_NOFOLLOW = 0x100;
    private static final long AT_NO_AUTOMOUNT = 0x800;
    private static final long BASIC_STATS_BTIME_MNT_ID = 0x1fff;
    private static final long SIZEOF_STATX = 256;

    /** Of an open file; {@code O_PATH} is enough. */
    public static Stat of(Fd fd) throws LinuxException {
        return statx(fd, new byte[0], fd, Kernel.AT_EMPTY_PATH);
    }

    /** Of an entry of a directory; of a symbolic link itself, never of its target. */
    public static Stat at(Fd directory, FileName name) throws LinuxException {
        return statx(directory, name.bytes(), name, AT_SYMLINK_NOFOLLOW);
    }

    public FileType type() {
        return FileType.ofMode(mode);
    }

    private static Stat statx(Fd fd, byte[] path, Object subject, long flags) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = fd.hold()) {
            MemorySegment statx = arena.allocate(SIZEOF_STATX, Long.BYTES);
            Kernel.call(
                    Syscall.STATX,
                    subject,
                    hold.number(),
                    Kernel.cString(arena, path),
                    flags | AT_NO_AUTOMOUNT,
                    BASIC_STATS_BTIME_MNT_ID,
                    statx.address());
            return decode(statx);
        }
    }

    /** Offsets of {@code struct statx} in {@code linux/stat.h}. */
    private static Stat decode(MemorySegment statx) {
        return new Stat(
                (long) statx.get(JAVA_INT, 0x88) << 32 | Integer.toUnsignedLong(statx.get(JAVA_INT, 0x8c)),
                statx.get(JAVA_LONG, 0x20),
                statx.get(JAVA_SHORT, 0x1c) & 0xffff,
                statx.get(JAVA_INT, 0x10),
                statx.get(JAVA_INT, 0x14),
                statx.get(JAVA_INT, 0x18),
                statx.get(JAVA_LONG, 0x28),
                statx.get(JAVA_LONG, 0x30),
                nanos(statx, 0x40),
                nanos(statx, 0x70),
                nanos(statx, 0x60),
                nanos(statx, 0x50),
                statx.get(JAVA_LONG, 0x90));
    }

    private static long nanos(MemorySegment statx, long offset) {
        long seconds = TimeUnit.SECONDS.toNanos(statx.get(JAVA_LONG, offset));
        boolean clamped = seconds == Long.MAX_VALUE || seconds == Long.MIN_VALUE;
        return clamped ? seconds : seconds + statx.get(JAVA_INT, offset + 8);
    }
}
