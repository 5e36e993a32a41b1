package io.spiderweb.store.sqlite;

import io.spiderweb.store.backend.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work on its way to the writer. Either the writer claims it and does it, or its caller claims it back and it never
 * happens, so a caller that gave up knows which.
 */
final class WriteJob<T> {
    private final Sql.Work<T> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private Runnable acknowledgement = () -> {};

    WriteJob(Sql.Work<T> work) {
        this.work = work;
    }

    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    Future<T> result() {
        return result;
    }

    /** Does the work; its caller hears of it only when {@link #acknowledge} is called after the commit. */
    void run(Connection connection) throws SQLException {
        T value = work.run(connection);
        acknowledgement = () -> result.complete(value);
    }

    void acknowledge() {
        acknowledgement.run();
    }

    void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }

    void refuse(Throwable reason) {
        if (claim()) {
            fail(reason);
        }
    }
}
