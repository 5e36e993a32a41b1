package io.spiderweb.linux;

/** What to watch for, and what an event says, see {@code inotify(7)}. */
public final class InotifyMask {
    public static final int IN_ACCESS = 0x1;
    public static final int IN_MODIFY = 0x2;
    public static final int IN_ATTRIB = 0x4;
    public static final int IN_CLOSE_WRITE = 0x8;
    public static final int IN_CLOSE_NOWRITE = 0x10;
    public static final int IN_OPEN = 0x20;
    public static final int IN_MOVED_FROM = 0x40;
    public static final int IN_MOVED_TO = 0x80;
    public static final int IN_CREATE = 0x100;
    public static final int IN_DELETE = 0x200;
    public static final int IN_DELETE_SELF = 0x400;
    public static final int IN_MOVE_SELF = 0x800;

    /** In events only: the file system was unmounted. */
    public static final int IN_UNMOUNT = 0x2000;
    /** In events only: the queue was full and events are lost. */
    public static final int IN_Q_OVERFLOW = 0x4000;
    /** In events only: the watch is gone, by {@code unwatch} or because its file is. */
    public static final int IN_IGNORED = 0x8000;
    /** In events only: the subject is a directory. */
    public static final int IN_ISDIR = 0x4000_0000;

    /** For watching only: fail with ENOTDIR unless it is a directory. */
    public static final int IN_ONLYDIR = 0x0100_0000;
    /** For watching only: no events of entries once they are unlinked. */
    public static final int IN_EXCL_UNLINK = 0x0400_0000;
    /** For watching only: add to the mask of an existing watch rather than replace it. */
    public static final int IN_MASK_ADD = 0x2000_0000;

    private InotifyMask() {}
}
