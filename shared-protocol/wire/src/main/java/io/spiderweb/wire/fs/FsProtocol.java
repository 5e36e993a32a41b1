package io.spiderweb.wire.fs;

/** Constants of the file channel ({@code spec fs-node 2.2, 3, 13}). */
public final class FsProtocol {

    public static final String PATH = "/v2/fs";
    public static final String NAME = "unified-v2-fs";
    public static final int VERSION = 2;

    /** The most bytes that one READ answers or one WRITE carries, before base64. */
    public static final int MAX_IO = 1 << 20;

    /** The largest frame that either side accepts, in bytes. */
    public static final int MAX_FRAME = 4 << 20;

    /** The most entries that one READDIRP answers. */
    public static final int MAX_ENTRIES = 16_384;

    /** Events carry {@code seq}, hello carries {@code epoch} and {@code seq}, and a client may resume after a break. */
    public static final String EVENTS_1 = "events-1";

    /**
     * The client gets links as links, and attributes, links, modes of directories and what is on the disk are its to say: {@link
     * FsRequest.Posix}.
     */
    public static final String POSIX_1 = "posix-1";

    /** Changes carry an id, and one that is sent again after a break is done once and gets its first reply. */
    public static final String RETRY_1 = "retry-1";

    private FsProtocol() {}
}
