package io.spiderweb.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The capacity of a file system.
 *
 * @param blockSize bytes of a good transfer
 * @param fragmentSize bytes of the unit in which {@code blocks} count
 * @param availableBlocks free for those who are not root
 * @param availableFiles as {@code freeFiles}; Linux keeps no reserve of inodes
 * @param nameLength longest name in bytes
 */
public record StatFs(
        long blockSize,
        long fragmentSize,
        long blocks,
        long freeBlocks,
        long availableBlocks,
        long files,
        long freeFiles,
        long availableFiles,
        long nameLength) {

    private static final long SIZEOF_STATFS = 120;

    /** Of the file system that an open file lies on; {@code O_PATH} is enough. */
    public static StatFs of(Fd fd) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = fd.hold()) {
            MemorySegment statfs = arena.allocate(SIZEOF_STATFS, Long.BYTES);
            Kernel.call(Syscall.FSTATFS, fd, hold.number(), statfs.address());
            long freeFiles = statfs.get(JAVA_LONG, 48);
            return new StatFs(
                    statfs.get(JAVA_LONG, 8),
                    statfs.get(JAVA_LONG, 72),
                    statfs.get(JAVA_LONG, 16),
                    statfs.get(JAVA_LONG, 24),
                    statfs.get(JAVA_LONG, 32),
                    statfs.get(JAVA_LONG, 40),
                    freeFiles,
                    freeFiles,
                    statfs.get(JAVA_LONG, 64));
        }
    }
}
