package io.spiderweb.linux;

/** How the kernel may walk a path, see {@code openat2(2)}. */
public final class Resolve {
    /** No mount point may be crossed (EXDEV). */
    public static final long RESOLVE_NO_XDEV = 0x01;
    /** No link of {@code /proc} may be followed (ELOOP). */
    public static final long RESOLVE_NO_MAGICLINKS = 0x02;
    /** No symbolic link may be followed (ELOOP). */
    public static final long RESOLVE_NO_SYMLINKS = 0x04;
    /** The walk may not leave the directory, by {@code ..}, an absolute path or a link (EXDEV). */
    public static final long RESOLVE_BENEATH = 0x08;

    private Resolve() {}
}
