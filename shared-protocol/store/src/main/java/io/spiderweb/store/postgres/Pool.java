package io.spiderweb.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.backend.Access;
import io.spiderweb.store.backend.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The connections, each lent to one caller at a time. */
final class Pool implements Access, AutoCloseable {
    /**
     * The server gives up before the client does, so that a caller who waited too long knows that nothing was done; it drops a
     * client that was cut off; and what is acknowledged is on its disk.
     */
    private static final String SETTINGS = """
            SET statement_timeout = %1$d; SET idle_in_transaction_session_timeout = %1$d; SET tcp_user_timeout = %1$d;
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'""";

    /** Held here, for the log manager would forget the level of a logger that nobody holds. */
    private static final Logger LOG = Logger.getLogger("com.zaxxer.hikari");

    static {
        LOG.setLevel(Level.SEVERE);
    }

    private final Database database;
    private final Duration timeout;
    private final int connections;
    private final Semaphore turns;
    private final HikariDataSource source;
    private volatile boolean closed;

    Pool(Database database, PostgresOptions options) {
        this.database = database;
        timeout = options.timeout();
        connections = options.connections();
        turns = new Semaphore(connections, true);
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(database.source(timeout.plusSeconds(2)));
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(timeout.toMillis());
        config.setValidationTimeout(timeout.toMillis() / 2);
        config.setConnectionInitSql(SETTINGS.formatted(timeout.toMillis()));
        source = new HikariDataSource(config);
    }

    /**
     * Runs what reads, twice if its connection turns out to be closed: after a restart of the database all of them are, and none
     * tells before it is used.
     */
    @Override
    public <T> T read(Sql.Work<T> work) {
        return lend(connection -> {
            try {
                return work.run(connection);
            } catch (SQLException e) {
                if (!Failures.isClosed(e)) {
                    throw e;
                }
            }
            source.getHikariPoolMXBean().softEvictConnections();
            try (Connection fresh = source.getConnection()) {
                return work.run(fresh);
            }
        });
    }

    /** Runs what reads many rows: within a transaction the driver fetches them bit by bit. */
    @Override
    public <T> T readMany(Sql.Work<T> work) {
        return read(connection -> {
            connection.setAutoCommit(false);
            T result = work.run(connection);
            connection.rollback();
            return result;
        });
    }

    /** Runs a single statement that writes; when this returns, it is on the disk. */
    @Override
    public <T> T write(Sql.Work<T> statement) {
        return lend(connection -> {
            try {
                return statement.run(connection);
            } catch (SQLException e) {
                if (Failures.isClosed(e)) {
                    source.getHikariPoolMXBean().softEvictConnections();
                }
                throw Failures.ofWrite(database, e);
            }
        });
    }

    @Override
    public StoreException interrupted(InterruptedException cause) {
        return Failures.interrupted(database, cause);
    }

    private <T> T lend(Sql.Work<T> work) {
        takeTurn();
        try {
            if (closed) {
                throw Failures.closed(database);
            }
            try (Connection connection = source.getConnection()) {
                return work.run(connection);
            } catch (SQLException e) {
                throw Failures.of(database, e);
            }
        } finally {
            turns.release();
        }
    }

    private void takeTurn() {
        try {
            if (!turns.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw closed ? Failures.closed(database) : Failures.busy(database, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted(database, e);
        }
    }

    /** Waits for calls under way; later ones are refused. */
    @Override
    public void close() {
        closed = true;
        try (source) {
            if (!turns.tryAcquire(connections, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw Failures.busy(database, null);
            }
            turns.release(connections);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted(database, e);
        }
    }
}
