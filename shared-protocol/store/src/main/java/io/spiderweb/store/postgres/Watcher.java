package io.spiderweb.store.postgres;

import io.spiderweb.store.backend.ChangeLog;
import io.spiderweb.store.backend.Newest;
import io.spiderweb.store.backend.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Notices what other processes commit, and reads the database's clock, on a connection of its own: a notification wakes it, and
 * if one was lost it looks anyway, once a second. It comes back by itself when the database does.
 */
final class Watcher implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final DataSource source;
    private final Newest newest;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean closed;

    Watcher(DataSource source, Newest newest, Clock clock) throws SQLException {
        this.source = source;
        this.newest = newest;
        this.clock = clock;
        Connection connection = open();
        thread = Thread.ofVirtual().name("store-watcher").start(() -> run(connection));
    }

    private void run(Connection first) {
        @Nullable Connection connection = first;
        try {
            while (!closed) {
                try (Connection current = connection == null ? open() : connection) {
                    watch(current);
                } catch (SQLException e) {
                    // callers hear of it from their own calls; meanwhile changes are found when they look
                    connection = null;
                    Thread.sleep(INTERVAL);
                }
            }
        } catch (InterruptedException e) {
            // closing
            Thread.currentThread().interrupt();
        }
    }

    private Connection open() throws SQLException {
        Connection connection = source.getConnection();
        try {
            Sql.update(connection, "LISTEN spiderweb_change");
            look(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void watch(Connection connection) throws SQLException {
        PGConnection notified = connection.unwrap(PGConnection.class);
        while (!closed) {
            notified.getNotifications((int) INTERVAL.toMillis());
            look(connection);
        }
    }

    private void look(Connection connection) throws SQLException {
        long asked = clock.nanos();
        clock.set(asked, Sql.number(connection, "SELECT now_ms()"));
        newest.advanceTo(ChangeLog.newest(connection));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
