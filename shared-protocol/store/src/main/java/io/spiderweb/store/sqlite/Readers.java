package io.spiderweb.store.sqlite;

import io.spiderweb.store.backend.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections that read, each lent to one caller at a time. They see what is committed, and never wait for writes. */
final class Readers implements AutoCloseable {
    private final Path file;
    private final Duration timeout;
    private final int connections;
    private final BlockingQueue<Connection> idle;
    private volatile boolean closed;

    Readers(Path file, SqliteOptions options) throws SQLException {
        this.file = file;
        timeout = options.timeout();
        connections = options.readers();
        idle = new ArrayBlockingQueue<>(connections);
        try {
            for (int i = 0; i < connections; i++) {
                idle.add(Connections.readOnly(file));
            }
        } catch (SQLException e) {
            for (Connection opened : idle) {
                opened.close();
            }
            throw e;
        }
    }

    <T> T read(Sql.Work<T> work) {
        if (closed) {
            throw Failures.closed(file);
        }
        Connection connection = borrow();
        try {
            return work.run(connection);
        } catch (SQLException e) {
            throw Failures.of(file, e);
        } finally {
            idle.add(connection);
        }
    }

    private Connection borrow() {
        try {
            @Nullable Connection connection = idle.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (connection == null) {
                throw closed ? Failures.closed(file) : Failures.busy(file, null);
            }
            return connection;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted(file, e);
        }
    }

    /** Waits for reads under way; later ones are refused. */
    @Override
    public void close() {
        closed = true;
        try {
            for (int i = 0; i < connections; i++) {
                borrow().close();
            }
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }
}
