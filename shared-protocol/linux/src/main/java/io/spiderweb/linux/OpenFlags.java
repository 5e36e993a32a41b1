package io.spiderweb.linux;

/** Flags for opening, as the kernel of this machine numbers them ({@code O_CLOEXEC} is always added). */
public final class OpenFlags {
    public static final long O_RDONLY = 0;
    public static final long O_WRONLY = 1;
    public static final long O_RDWR = 2;
    public static final long O_CREAT = 0x40;
    public static final long O_EXCL = 0x80;
    public static final long O_NOCTTY = 0x100;
    public static final long O_TRUNC = 0x200;
    public static final long O_APPEND = 0x400;
    /** Opening a FIFO or a device then never waits. */
    public static final long O_NONBLOCK = 0x800;

    public static final long O_DSYNC = 0x1000;
    public static final long O_SYNC = 0x101000;
    public static final long O_NOATIME = 0x40000;
    public static final long O_CLOEXEC = 0x80000;
    /** A place in the tree without access to the content. */
    public static final long O_PATH = 0x200000;

    public static final long O_DIRECTORY = Arch.HOST.pick(0x10000L, 0x4000L);
    public static final long O_NOFOLLOW = Arch.HOST.pick(0x20000L, 0x8000L);
    public static final long O_DIRECT = Arch.HOST.pick(0x4000L, 0x10000L);
    public static final long O_LARGEFILE = Arch.HOST.pick(0x8000L, 0x20000L);

    private OpenFlags() {}
}
