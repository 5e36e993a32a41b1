package io.spiderweb.linux;

/** What a directory entry is; the numbers are the type bits of a mode ({@code S_IFMT}). */
public enum FileType {
    FIFO(1),
    CHARACTER_DEVICE(2),
    DIRECTORY(4),
    BLOCK_DEVICE(6),
    FILE(8),
    SYMLINK(10),
    SOCKET(12),
    /** A directory listing of some file systems does not tell; ask {@link Stat}. */
    UNKNOWN(0);

    private final int bits;

    FileType(int bits) {
        this.bits = bits;
    }

    static FileType ofMode(int mode) {
        return ofBits(mode >>> 12 & 0xf);
    }

    /** @param bits as in {@code d_type} of a directory entry */
    static FileType ofBits(int bits) {
        for (FileType type : values()) {
            if (type.bits == bits) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
