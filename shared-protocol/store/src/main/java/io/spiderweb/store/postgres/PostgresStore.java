package io.spiderweb.store.postgres;

import io.spiderweb.store.Candidate;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Journal;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Leases;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.backend.Newest;
import io.spiderweb.store.backend.Sql;
import io.spiderweb.store.backend.TableStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store in a PostgreSQL database that other processes may use too. Its time is the clock of the database. */
public final class PostgresStore extends TableStore {
    private final Pool pool;
    private final Watcher watcher;
    private final Newest newest;
    private final Clock clock;
    private final PostgresLeases leases;
    private final PostgresJournal journal;
    private final int keptRevisions;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresStore(Pool pool, Watcher watcher, Newest newest, Clock clock, int keptRevisions) {
        super(pool, newest);
        this.pool = pool;
        this.watcher = watcher;
        this.newest = newest;
        this.clock = clock;
        this.keptRevisions = keptRevisions;
        leases = new PostgresLeases(pool, clock);
        journal = new PostgresJournal(pool);
    }

    /**
     * Opens a database, and creates the tables in one that is empty.
     *
     * @throws StoreException if it cannot be reached, holds something else or is newer than this program; it is then left as it
     *     was
     */
    public static PostgresStore open(Database database, PostgresOptions options) {
        Schema.prepare(database, options.timeout());
        try {
            Newest newest = new Newest();
            Clock clock = new Clock(System::nanoTime);
            Watcher watcher = new Watcher(database.source(options.timeout()), newest, clock);
            return new PostgresStore(new Pool(database, options), watcher, newest, clock, options.keptRevisions());
        } catch (SQLException e) {
            throw Failures.of(database, e);
        }
    }

    @Override
    protected Commit apply(Connection connection, Transaction transaction) throws SQLException {
        return Commits.apply(connection, transaction, keptRevisions);
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Leadership lead(Candidate candidate) {
        return pool.write(connection -> Sql.query(
                connection,
                "SELECT holder, epoch, expires_at_ms FROM become_leader(?, ?, ?)",
                rows -> leadership(rows, candidate),
                candidate.name(),
                candidate.holder(),
                candidate.ttl().toMillis()));
    }

    private static Leadership leadership(ResultSet rows, Candidate candidate) throws SQLException {
        rows.next();
        String holder = rows.getString(1);
        long untilMs = rows.getLong(3);
        return holder.equals(candidate.holder())
                ? new Leadership.Held(new Fence(candidate.name(), rows.getLong(2)), untilMs)
                : new Leadership.HeldByOther(holder, untilMs);
    }

    /** Never ahead of the database, and behind it by no more than a round trip. */
    @Override
    public long nowMs() {
        return clock.nowMs();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (newest;
                    watcher;
                    pool) {
                // they close in the reverse order, each whatever happened to the others; who waits is told last, and
                // finds all closed
            }
        }
    }
}
