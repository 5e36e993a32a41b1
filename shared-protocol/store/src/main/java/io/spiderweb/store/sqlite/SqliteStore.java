package io.spiderweb.store.sqlite;

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
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store in one SQLite file. Its time is the clock of this machine. */
public final class SqliteStore implements Store {
    private final DatabaseLock lock;
    private final Readers readers;
    private final GroupWriter writer;
    private final SqliteLeases leases;
    private final SqliteJournal journal;
    private final Newest newest = new Newest();
    private final InstantSource clock;
    private final int keptRevisions;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteStore(
            DatabaseLock lock, GroupWriter writer, Readers readers, InstantSource clock, int keptRevisions) {
        this.lock = lock;
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
        this.keptRevisions = keptRevisions;
        leases = new SqliteLeases(readers, writer, clock);
        journal = new SqliteJournal(readers, writer, clock);
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
                Readers readers = new Readers(database, options);
                return new SqliteStore(lock, writer, readers, clock, options.keptRevisions());
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
    public Optional<Document> get(Key key) {
        return readers.read(connection -> Documents.get(connection, key));
    }

    @Override
    public List<Document> list(Range range) {
        return readers.read(connection -> Documents.list(connection, range));
    }

    @Override
    public List<String> collections() {
        return readers.read(Documents::collections);
    }

    @Override
    public Commit commit(Transaction transaction) {
        Commit commit = writer.write(connection -> Commits.apply(connection, transaction, keptRevisions));
        if (commit instanceof Commit.Committed done) {
            newest.advanceTo(done.revision());
        }
        return commit;
    }

    @Override
    public long revision() {
        return readers.read(ChangeLog::newest);
    }

    @Override
    public Changes changesSince(long revision, int limit) {
        Range.requireLimit(limit);
        return readers.read(connection -> ChangeLog.since(connection, revision, limit));
    }

    @Override
    public boolean awaitChange(long revision, Duration timeout) {
        try {
            // the second look finds a commit whose caller had given up before it was told
            return newest.await(revision, timeout) || revision() > revision;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted(readers.file(), e);
        }
    }

    @Override
    public void forgetChanges() {
        writer.write(ChangeLog::forget);
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
        return writer.write(connection -> Leaders.lead(connection, candidate, nowMs()));
    }

    @Override
    public void resign(Fence fence) {
        writer.write(connection -> LeaderTable.resign(connection, fence));
    }

    @Override
    public long nowMs() {
        return clock.millis();
    }

    /** Readers first: the last connection to close moves the log into the database, which only the writer can. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (lock;
                    writer;
                    readers;
                    newest) {
                // they close in the reverse order, each whatever happened to the others
            }
        }
    }
}
