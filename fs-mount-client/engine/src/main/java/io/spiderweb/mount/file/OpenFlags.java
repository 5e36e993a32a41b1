package io.spiderweb.mount.file;

/** The open(2) flags that matter here, with the numbers that travel on the wire: Linux on x86-64. */
public final class OpenFlags {

    public static final int READ_ONLY = 0;
    public static final int WRITE_ONLY = 1;
    public static final int READ_WRITE = 2;
    public static final int CREATE = 0x40;
    public static final int EXCLUSIVE = 0x80;
    public static final int TRUNCATE = 0x200;
    public static final int APPEND = 0x400;

    private static final int ACCESS_MODE = 3;

    private OpenFlags() {}

    public static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    public static boolean writes(int flags) {
        int mode = flags & ACCESS_MODE;
        return mode == WRITE_ONLY || mode == READ_WRITE;
    }

    /** Without what happens only once, when the file is opened first. */
    public static int forReopening(int flags) {
        return flags & ~(CREATE | EXCLUSIVE | TRUNCATE);
    }
}
