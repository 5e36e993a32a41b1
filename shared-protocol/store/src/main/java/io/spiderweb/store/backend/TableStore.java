package io.spiderweb.store.backend;

import io.spiderweb.store.Changes;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Document;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Key;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What all backends do alike, since their tables are alike. */
public abstract class TableStore implements Store {
    private final Access access;
    private final Newest newest;

    protected TableStore(Access access, Newest newest) {
        this.access = access;
        this.newest = newest;
    }

    protected abstract Commit apply(Connection connection, Transaction transaction) throws SQLException;

    @Override
    public final Optional<Document> get(Key key) {
        return access.read(connection -> Documents.get(connection, key));
    }

    @Override
    public final List<Document> list(Range range) {
        return access.readMany(connection -> Documents.list(connection, range));
    }

    @Override
    public final List<String> collections() {
        return access.read(Documents::collections);
    }

    @Override
    public final Commit commit(Transaction transaction) {
        Commit commit = access.write(connection -> apply(connection, transaction));
        if (commit instanceof Commit.Committed done) {
            newest.advanceTo(done.revision());
        }
        return commit;
    }

    @Override
    public final long revision() {
        return access.read(ChangeLog::newest);
    }

    @Override
    public final Changes changesSince(long revision, int limit) {
        Range.requireLimit(limit);
        return access.readMany(connection -> ChangeLog.since(connection, revision, limit));
    }

    @Override
    public final boolean awaitChange(long revision, Duration timeout) {
        try {
            // the second look finds what nobody told of, such as a commit whose caller had given up before
            return newest.await(revision, timeout) || revision() > revision;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw access.interrupted(e);
        }
    }

    @Override
    public final void forgetChanges() {
        access.write(ChangeLog::forget);
    }

    @Override
    public final void resign(Fence fence) {
        access.write(connection -> LeaderTable.resign(connection, fence));
    }
}
