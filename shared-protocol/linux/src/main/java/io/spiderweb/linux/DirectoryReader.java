package io.spiderweb.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Lists a directory entry by entry, without {@code .} and {@code ..}, in the file system's order and in bounded memory.
 * Entries made or removed meanwhile may or may not show, all others do exactly once.
 *
 * <p>The position is the descriptor's: give each reader its own ({@link Open#reopen}). The descriptor stays the caller's
 * to close. Not for several threads at once.
 */
public final class DirectoryReader {
    private static final int BUFFER_BYTES = 32 * 1024;
    /** Offsets in {@code struct linux_dirent64}: inode, next position, record length, type, name. */
    private static final int RECORD_LENGTH = 16;

    private static final int TYPE = 18;
    private static final int NAME = 19;

    private final Fd directory;
    private ByteBuffer records = ByteBuffer.allocate(0);

    /** @param directory open with {@code O_RDONLY | O_DIRECTORY} */
    public DirectoryReader(Fd directory) {
        this.directory = directory;
    }

    /**
     * The next entry, or null after the last.
     *
     * @throws LinuxException ENOTDIR, EBADF, ENOENT when the directory has been removed
     */
    public @Nullable DirEntry next() throws LinuxException {
        while (true) {
            if (!records.hasRemaining()) {
                records = read();
                if (!records.hasRemaining()) {
                    return null;
                }
            }
            int start = records.position();
            int end = start + Short.toUnsignedInt(records.getShort(start + RECORD_LENGTH));
            records.position(end);
            byte[] name = name(start + NAME, end);
            if (!FileName.isDots(name)) {
                return new DirEntry(
                        FileName.trusted(name), records.getLong(start), FileType.ofBits(records.get(start + TYPE)));
            }
        }
    }

    private byte[] name(int start, int limit) {
        int end = start;
        while (end < limit && records.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - start];
        records.get(start, name);
        return name;
    }

    private ByteBuffer read() throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = directory.hold()) {
            MemorySegment buffer = arena.allocate(BUFFER_BYTES, Long.BYTES);
            long length =
                    Kernel.call(Syscall.GETDENTS64, directory, hold.number(), buffer.address(), buffer.byteSize());
            return ByteBuffer.wrap(buffer.asSlice(0, length).toArray(JAVA_BYTE)).order(ByteOrder.nativeOrder());
        }
    }
}
