package io.spiderweb.store.sqlite;

import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in plain words what is wrong with a database, and what to do. */
final class Failures {
    private Failures() {}

    /** A failure of SQLite, or whatever else ended the work. */
    static StoreException of(Path file, Throwable cause) {
        if (cause instanceof StoreException failure) {
            return failure;
        }
        SQLiteErrorCode code = cause instanceof SQLiteException sqlite ? kind(sqlite) : SQLiteErrorCode.SQLITE_ERROR;
        return switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED -> busy(file, cause);
            case SQLITE_CORRUPT, SQLITE_NOTADB -> unreadable(file, "it is damaged: " + cause.getMessage(), cause);
            case SQLITE_FULL ->
                new StoreException(
                        Reason.DISK_FULL,
                        "the disk is full: nothing was written to " + file + "; free some space and try again",
                        cause);
            default -> failed(file, cause);
        };
    }

    /** A failed COMMIT: after an I/O error, what was written may still turn up when the database is opened again. */
    static StoreException ofCommit(Path file, SQLException cause) {
        return cause instanceof SQLiteException sqlite && kind(sqlite) == SQLiteErrorCode.SQLITE_IOERR
                ? unknownOutcome(file, cause)
                : of(file, cause);
    }

    /** The primary result code: the low byte of an extended one. */
    private static SQLiteErrorCode kind(SQLiteException e) {
        return SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff);
    }

    static StoreException failed(Path file, Throwable cause) {
        return new StoreException(Reason.FAILED, "cannot use " + file + ": " + describe(cause), cause);
    }

    static StoreException unreadable(Path file, String why, @Nullable Throwable cause) {
        String advice = "Nothing was changed. Restore a backup, or move the file away to begin with an empty store";
        return new StoreException(Reason.UNREADABLE, "%s: %s. %s".formatted(file, why, advice), cause);
    }

    static StoreException inUse(Path file, @Nullable Throwable cause) {
        return new StoreException(
                Reason.IN_USE,
                file + " is in use by another process: stop it, or choose another data directory",
                cause);
    }

    static StoreException busy(Path file, @Nullable Throwable cause) {
        return new StoreException(
                Reason.BUSY, "the store " + file + " is busy: nothing was done; try again later", cause);
    }

    static StoreException interrupted(Path file, InterruptedException cause) {
        return new StoreException(
                Reason.INTERRUPTED, "interrupted while waiting for the store " + file + ": nothing was done", cause);
    }

    static StoreException closed(Path file) {
        return new StoreException(Reason.CLOSED, "the store " + file + " is closed", null);
    }

    static StoreException unknownOutcome(Path file, Exception cause) {
        return new StoreException(
                Reason.UNKNOWN_OUTCOME,
                "the store " + file + " did not confirm the change (" + describe(cause)
                        + "): it may or may not be written; read it before repeating it",
                cause);
    }

    private static String describe(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
