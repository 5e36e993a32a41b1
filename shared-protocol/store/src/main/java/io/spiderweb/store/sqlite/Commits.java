package io.spiderweb.store.sqlite;

import io.spiderweb.store.Commit;
import io.spiderweb.store.Content;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Key;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.store.backend.ChangeLog;
import io.spiderweb.store.backend.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

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
            if (!write.expect().holds(revision(connection, write.key()))) {
                return new Commit.Conflict(write.key());
            }
        }
        long revision = ChangeLog.newest(connection) + 1;
        for (Write write : transaction.writes()) {
            switch (write) {
                case Write.Put put -> {
                    put(connection, put.key(), revision, put.content());
                    append(connection, revision, put.key(), put.content());
                }
                case Write.Delete delete -> {
                    delete(connection, delete.key());
                    append(connection, revision, delete.key(), null);
                }
            }
        }
        Sql.update(connection, "DELETE FROM change WHERE revision <= ?", revision - keptRevisions);
        return new Commit.Committed(revision);
    }

    /** The revision of a document, 0 if it does not exist. */
    private static long revision(Connection connection, Key key) throws SQLException {
        return Sql.number(
                connection,
                "SELECT revision FROM document WHERE collection = ? AND id = ?",
                key.collection(),
                key.id());
    }

    private static void put(Connection connection, Key key, long revision, Content content) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO document (collection, id, revision, content) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (collection, id) DO UPDATE SET revision = excluded.revision, content = excluded.content",
                key.collection(),
                key.id(),
                revision,
                content.text());
    }

    private static void delete(Connection connection, Key key) throws SQLException {
        Sql.update(connection, "DELETE FROM document WHERE collection = ? AND id = ?", key.collection(), key.id());
    }

    /** Adds a change to the log; null content is a deletion. */
    private static void append(Connection connection, long revision, Key key, @Nullable Content content)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO change (revision, collection, id, content) VALUES (?, ?, ?, ?)",
                revision,
                key.collection(),
                key.id(),
                content == null ? null : content.text());
    }
}
