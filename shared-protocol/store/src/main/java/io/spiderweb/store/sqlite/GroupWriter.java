package io.spiderweb.store.sqlite;

import io.spiderweb.store.backend.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one connection that writes, on a thread of its own. All work that waits when the thread gets to it is committed
 * together, so that many callers share the cost of one fsync.
 */
final class GroupWriter implements AutoCloseable {
    private static final int MAX_GROUP = 64;

    private final Path file;
    private final Duration timeout;
    private final Connection connection;
    private final BlockingQueue<WriteJob<?>> queue;
    private final Thread thread;
    /** New work is refused. */
    private volatile boolean closed;
    /** Nobody will take work from the queue any more. */
    private volatile boolean ended;

    GroupWriter(Path file, SqliteOptions options) throws SQLException {
        this.file = file;
        timeout = options.timeout();
        queue = new ArrayBlockingQueue<>(options.queuedWrites());
        connection = Connections.writer(file);
        thread = Thread.ofPlatform().name("store-writer").daemon().start(this::run);
    }

    /** Runs {@code work} in a transaction; returns when that is on the disk. */
    <T> T write(Sql.Work<T> work) {
        if (closed) {
            throw Failures.closed(file);
        }
        WriteJob<T> job = new WriteJob<>(work);
        try {
            if (!queue.offer(job, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw Failures.busy(file, null);
            }
            if (ended && job.claim()) {
                throw Failures.closed(file);
            }
            return job.result().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw Failures.of(file, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw job.claim()
                    ? Failures.busy(file, e)
                    : Failures.unknownOutcome(file, new TimeoutException("no answer within " + timeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw job.claim() ? Failures.interrupted(file, e) : Failures.unknownOutcome(file, e);
        }
    }

    private void run() {
        try {
            while (!closed) {
                writeWith(queue.take());
            }
        } catch (InterruptedException e) {
            // closing
        }
        for (WriteJob<?> job = queue.poll(); job != null; job = queue.poll()) {
            writeWith(job);
        }
        ended = true;
        queue.forEach(job -> job.refuse(Failures.closed(file)));
    }

    /** Writes {@code first} and what else is waiting. */
    private void writeWith(WriteJob<?> first) {
        List<WriteJob<?>> group = new ArrayList<>();
        group.add(first);
        queue.drainTo(group, MAX_GROUP - 1);
        group.removeIf(job -> !job.claim());
        try {
            execute("BEGIN IMMEDIATE");
            for (WriteJob<?> job : group) {
                job.run(connection);
            }
            commit();
        } catch (Throwable e) {
            // the group fails as a whole and each caller is told; the thread goes on with the next one
            rollBack(e);
            group.forEach(job -> job.fail(e));
            return;
        }
        group.forEach(WriteJob::acknowledge);
    }

    private void commit() {
        try {
            execute("COMMIT");
        } catch (SQLException e) {
            throw Failures.ofCommit(file, e);
        }
    }

    private void rollBack(Throwable failure) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself after some errors
            failure.addSuppressed(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Writes what is waiting, then ends. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            if (!thread.join(timeout)) {
                throw Failures.unknownOutcome(file, new TimeoutException("closing took longer than " + timeout));
            }
            connection.close();
        } catch (SQLException e) {
            throw Failures.of(file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted(file, e);
        }
    }
}
