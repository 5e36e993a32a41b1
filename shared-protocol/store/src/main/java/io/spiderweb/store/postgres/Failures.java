package io.spiderweb.store.postgres;

import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says in plain words what is wrong with a database, and what to do. States are those of appendix A of PostgreSQL's manual. */
final class Failures {
    private Failures() {}

    /** A failure after which nothing was written. */
    static StoreException of(Database database, Throwable cause) {
        if (Thread.currentThread().isInterrupted()) {
            return interrupted(database, cause);
        }
        return switch (state(cause)) {
            case "53100" ->
                new StoreException(
                        Reason.DISK_FULL,
                        "the disk of " + database + " is full: nothing was written; free some space and try again",
                        cause);
            case "53300", "55P03", "57014", "40001", "40P01" -> busy(database, cause);
            case "28000", "28P01" -> failed(database, "it refuses the user or the password: " + describe(cause), cause);
            case "3D000" -> failed(database, describe(cause) + ": create it first", cause);
            case "25006" -> readOnly(database, cause);
            case "57P03" -> failed(database, "it is starting or stopping: " + describe(cause), cause);
            case String state
            when isLost(state) -> failed(database, "there is no connection: " + describe(cause), cause);
            default -> failed(database, describe(cause), cause);
        };
    }

    /** A failure of a write that was sent: if the connection was lost before the answer, the write may have happened. */
    static StoreException ofWrite(Database database, SQLException cause) {
        if (!isLost(state(cause))) {
            return of(database, cause);
        }
        return new StoreException(
                Reason.UNKNOWN_OUTCOME,
                database + " did not confirm the change (" + describe(cause)
                        + "): it may or may not be written; read it before repeating it",
                cause);
    }

    /** A connection that was closed before; not one that is silent, on which time was lost already. */
    static boolean isClosed(SQLException cause) {
        return isLost(state(cause)) && !(cause.getCause() instanceof SocketTimeoutException);
    }

    /** Class 08 is the connection; 57P01 and 57P02 are a server that goes down. */
    private static boolean isLost(String state) {
        return state.startsWith("08") || state.equals("57P01") || state.equals("57P02");
    }

    static StoreException failed(Database database, Throwable cause) {
        return failed(database, describe(cause), cause);
    }

    static StoreException failed(Database database, String why, @Nullable Throwable cause) {
        return new StoreException(Reason.FAILED, "cannot use " + database + ": " + why, cause);
    }

    static StoreException readOnly(Database database, @Nullable Throwable cause) {
        return failed(database, "it is read-only, such as a standby: name the primary", cause);
    }

    static StoreException unreadable(Database database, String why) {
        return new StoreException(Reason.UNREADABLE, "%s: %s. Nothing was changed".formatted(database, why), null);
    }

    static StoreException busy(Database database, @Nullable Throwable cause) {
        return new StoreException(Reason.BUSY, database + " is busy: nothing was done; try again later", cause);
    }

    static StoreException interrupted(Database database, Throwable cause) {
        return new StoreException(Reason.INTERRUPTED, "interrupted while waiting for " + database, cause);
    }

    static StoreException closed(Database database) {
        return new StoreException(Reason.CLOSED, "the store in " + database + " is closed", null);
    }

    /** The state of the innermost failure that has one: the pool wraps those of the driver. */
    private static String state(Throwable failure) {
        String state = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state;
    }

    private static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() instanceof SQLException inner) {
            cause = inner;
        }
        @Nullable ServerErrorMessage said = cause instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
        return said != null && said.getMessage() != null ? said.getMessage() : String.valueOf(cause.getMessage());
    }
}
