package io.spiderweb.store.sqlite;

import io.spiderweb.store.Candidate;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Journal;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Leases;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.backend.Newest;
import io.spiderweb.store.backend.TableStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store in one SQLite file. Its time is the clock of this machine. */
public final class SqliteStore extends TableStore {
    private final DatabaseLock lock;
    private final SqliteAccess access;
    private final Newest newest;
    private final SqliteLeases leases;
    private final SqliteJournal journal;
    private final InstantSource clock;
    private final int keptRevisions;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteStore(DatabaseLock lock, SqliteAccess access, Newest newest, InstantSource clock, int keptRevisions) {
        super(access, newest);
        this.lock = lock;
        this.access = access;
        this.newest = newest;
        this.clock = clock;
        this.keptRevisions = keptRevisions;
        leases = new SqliteLeases(access, clock);
        journal = new SqliteJournal(access, clock);
        newest.advanceTo(revision());
    }

    /**
     * Opens the database {@code file}, and creates it (mode 0600) and its directory (mode 0700) where they are missing.
     *
     * @throws StoreException if it is in use, damaged, not ours or newer than this program; it is then left as it was
     */
    public static SqliteStore open(Path file, SqliteOptions options) {
        return open(file, options, InstantSource.system());
    }

    /** Opens it with another clock than that of the machine. */
    public static SqliteStore open(Path file, SqliteOptions options, InstantSource clock) {
        Path database = DatabaseFile.inRealDirectory(file);
        DatabaseLock lock = DatabaseLock.acquire(database);
        try {
            DatabaseFile.prepare(database);
            GroupWriter writer = new GroupWriter(database, options);
            try {
                SqliteAccess access = new SqliteAccess(database, new Readers(database, options), writer);
                return new SqliteStore(lock, access, new Newest(), clock, options.keptRevisions());
            } catch (SQLException e) {
                writer.close();
                throw e;
            }
        } catch (SQLException e) {
            lock.close();
            throw Failures.of(database, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
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
        return access.write(connection -> Leaders.lead(connection, candidate, nowMs()));
    }

    @Override
    public long nowMs() {
        return clock.millis();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (lock;
                    newest;
                    access) {
                // they close in the reverse order, each whatever happened to the others; who waits is told last, and
                // finds all closed
            }
        }
    }
}
