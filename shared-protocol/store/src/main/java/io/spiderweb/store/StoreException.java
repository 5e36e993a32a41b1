package io.spiderweb.store;

import org.jspecify.annotations.Nullable;

/** The store could not do its work. The message is for people; it names the database and what to do. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a caller may want to tell apart. Unless it is {@link #UNKNOWN_OUTCOME}, nothing was written. */
    public enum Reason {
        /** More work than the store can do; try again later. */
        BUSY,
        /** The calling thread was interrupted while it waited. */
        INTERRUPTED,
        CLOSED,
        DISK_FULL,
        /** Another process or store uses the database. */
        IN_USE,
        /** Not a database of ours, damaged, or made by a newer version. */
        UNREADABLE,
        /** The write may or may not have happened; read before repeating it. */
        UNKNOWN_OUTCOME,
        /** Anything else, such as an I/O error or a missing permission. */
        FAILED
    }

    private final Reason reason;

    public StoreException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
