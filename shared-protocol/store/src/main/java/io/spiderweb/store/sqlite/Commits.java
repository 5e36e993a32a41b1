package io.spiderweb.store.sqlite;

import io.spiderweb.store.Commit;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import java.sql.Connection;
import java.sql.SQLException;

/** Applies transactions. */
final class Commits {
    private Commits() {}

    /**
     * Checks everything before the first write. As there is one writer, nothing can change in between, and a refused
     * transaction leaves nothing to undo among the others of its group.
     */
    static Commit apply(Connection connection, Transaction transaction, int keptRevisions) throws SQLException {
        Fence fence = transaction.fence();
        if (fence != null) {
            long epoch = Leaders.epoch(connection, fence.name());
            if (epoch != fence.epoch()) {
                return new Commit.Fenced(epoch);
            }
        }
        for (Write write : transaction.writes()) {
            if (!write.expect().holds(Documents.revision(connection, write.key()))) {
                return new Commit.Conflict(write.key());
            }
        }
        long revision = ChangeLog.newest(connection) + 1;
        for (Write write : transaction.writes()) {
            switch (write) {
                case Write.Put put -> {
                    Documents.put(connection, put.key(), revision, put.content());
                    ChangeLog.append(connection, revision, put.key(), put.content());
                }
                case Write.Delete delete -> {
                    Documents.delete(connection, delete.key());
                    ChangeLog.append(connection, revision, delete.key(), null);
                }
            }
        }
        ChangeLog.dropUpTo(connection, revision - keptRevisions);
        return new Commit.Committed(revision);
    }
}
