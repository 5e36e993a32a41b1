package io.spiderweb.store.postgres;

import io.spiderweb.store.Candidate;
import io.spiderweb.store.Changes;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Document;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Journal;
import io.spiderweb.store.Key;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Leases;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.backend.ChangeLog;
import io.spiderweb.store.backend.Documents;
import io.spiderweb.store.backend.LeaderTable;
import io.spiderweb.store.backend.Newest;
import io.spiderweb.store.backend.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store in a PostgreSQL database that other processes may use too. Its time is the clock of the database. */
public final class PostgresStore implements Store {
    private final Database database;
    private final Pool pool;
    private final Watcher watcher;
    private final Newest newest;
    private final Clock clock;
    private final PostgresLeases leases;
    private final PostgresJournal journal;
    private final int keptRevisions;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresStore(Database database, PostgresOptions options) throws SQLException {
        this.database = database;
        keptRevisions = options.keptRevisions();
        newest = new Newest();
        clock = new Clock(System::nanoTime);
        watcher = new Watcher(database.source(options.timeout()), newest, clock);
        pool = new Pool(database, options);
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
            return new PostgresStore(database, options);
        } catch (SQLException e) {
            throw Failures.of(database, e);
        }
    }

    @Override
    public Optional<Document> get(Key key) {
        return pool.read(connection -> Documents.get(connection, key));
    }

    @Override
    public List<Document> list(Range range) {
        return pool.readMany(connection -> Documents.list(connection, range));
    }

    @Override
    public List<String> collections() {
        return pool.read(Documents::collections);
    }

    @Override
    public Commit commit(Transaction transaction) {
        Commit commit = pool.write(connection -> Commits.apply(connection, transaction, keptRevisions));
        if (commit instanceof Commit.Committed done) {
            newest.advanceTo(done.revision());
        }
        return commit;
    }

    @Override
    public long revision() {
        return pool.read(ChangeLog::newest);
    }

    @Override
    public Changes changesSince(long revision, int limit) {
        Range.requireLimit(limit);
        return pool.readMany(connection -> ChangeLog.since(connection, revision, limit));
    }

    @Override
    public boolean awaitChange(long revision, Duration timeout) {
        try {
            // the second look finds what nobody told of
            return newest.await(revision, timeout) || revision() > revision;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted(database, e);
        }
    }

    @Override
    public void forgetChanges() {
        pool.write(ChangeLog::forget);
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

    @Override
    public void resign(Fence fence) {
        pool.write(connection -> LeaderTable.resign(connection, fence));
    }

    /** Never ahead of the database, and behind it by no more than a round trip. */
    @Override
    public long nowMs() {
        return clock.nowMs();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (pool;
                    watcher;
                    newest) {
                // they close in the reverse order, each whatever happened to the others
            }
        }
    }
}
