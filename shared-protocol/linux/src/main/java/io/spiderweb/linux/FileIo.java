package io.spiderweb.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Content of an open file, at positions that the caller gives. */
public final class FileIo {
    /** Heap memory cannot be handed to the kernel; it travels through native memory of this size at most. */
    private static final long CHUNK_BYTES = 256 * 1024;

    private static final long LOCK_SH = 1;
    private static final long LOCK_EX = 2;
    private static final long LOCK_NB = 4;
    private static final long LOCK_UN = 8;

    private FileIo() {}

    /**
     * Reads into a segment, native or of the heap ({@link MemorySegment#ofArray}, {@link MemorySegment#ofBuffer}).
     *
     * @return bytes read, as {@code pread(2)}: fewer than asked for is no sign of the end, 0 is
     */
    public static int pread(Fd fd, MemorySegment target, long offset) throws LinuxException {
        if (target.isNative()) {
            return (int) transfer(Syscall.PREAD64, fd, target, offset);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(Math.min(target.byteSize(), CHUNK_BYTES));
            long read = transfer(Syscall.PREAD64, fd, chunk, offset);
            MemorySegment.copy(chunk, 0, target, 0, read);
            return (int) read;
        }
    }

    /** Reads {@code length} bytes, fewer only where the file ends. */
    public static byte[] pread(Fd fd, int length, long offset) throws LinuxException {
        byte[] bytes = new byte[length];
        MemorySegment target = MemorySegment.ofArray(bytes);
        int total = 0;
        while (total < length) {
            int read = pread(fd, target.asSlice(total), offset + total);
            if (read == 0) {
                return Arrays.copyOf(bytes, total);
            }
            total += read;
        }
        return bytes;
    }

    /**
     * Writes a whole segment, native or of the heap. With {@code O_APPEND} Linux ignores the offset.
     *
     * @throws LinuxException ENOSPC, EDQUOT, EFBIG and others; the first part may have been written then
     */
    public static void pwrite(Fd fd, MemorySegment source, long offset) throws LinuxException {
        if (source.isNative()) {
            writeFully(fd, source, offset);
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(Math.min(source.byteSize(), CHUNK_BYTES));
            for (long done = 0; done < source.byteSize(); done += chunk.byteSize()) {
                MemorySegment part = chunk.asSlice(0, Math.min(chunk.byteSize(), source.byteSize() - done));
                MemorySegment.copy(source, done, part, 0, part.byteSize());
                writeFully(fd, part, offset + done);
            }
        }
    }

    public static void pwrite(Fd fd, byte[] bytes, long offset) throws LinuxException {
        pwrite(fd, MemorySegment.ofArray(bytes), offset);
    }

    /** Cuts or extends (with zeros) to a size in bytes; the descriptor must be open for writing. */
    public static void truncate(Fd fd, long size) throws LinuxException {
        try (Fd.Hold hold = fd.hold()) {
            Kernel.call(Syscall.FTRUNCATE, fd, hold.number(), size);
        }
    }

    /** Waits until content and attributes are on the disk; of a directory, its entries. */
    public static void sync(Fd fd) throws LinuxException {
        try (Fd.Hold hold = fd.hold()) {
            Kernel.call(Syscall.FSYNC, fd, hold.number());
        }
    }

    /** Waits until the content, and what is needed to read it back, is on the disk. */
    public static void syncData(Fd fd) throws LinuxException {
        try (Fd.Hold hold = fd.hold()) {
            Kernel.call(Syscall.FDATASYNC, fd, hold.number());
        }
    }

    /**
     * Takes the advisory lock of the whole file, or changes its kind ({@code flock(2)}); it belongs to this opening of the
     * file and ends with it. Never waits.
     *
     * @throws LinuxException EAGAIN when another opening holds a conflicting one; while changing the kind, the lock held
     *     before may be lost then
     */
    public static void tryLock(Fd fd, boolean exclusive) throws LinuxException {
        flock(fd, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB);
    }

    public static void unlock(Fd fd) throws LinuxException {
        flock(fd, LOCK_UN);
    }

    private static void flock(Fd fd, long operation) throws LinuxException {
        try (Fd.Hold hold = fd.hold()) {
            Kernel.call(Syscall.FLOCK, fd, hold.number(), operation);
        }
    }

    private static void writeFully(Fd fd, MemorySegment source, long offset) throws LinuxException {
        long done = 0;
        while (done < source.byteSize()) {
            long written = transfer(Syscall.PWRITE64, fd, source.asSlice(done), offset + done);
            if (written == 0) {
                throw new LinuxException("pwrite64 without progress", fd.toString(), Errnos.EIO);
            }
            done += written;
        }
    }

    private static long transfer(Syscall call, Fd fd, MemorySegment memory, long offset) throws LinuxException {
        try (Fd.Hold hold = fd.hold()) {
            return Kernel.transfer(call, fd, hold.number(), memory, offset);
        }
    }
}
