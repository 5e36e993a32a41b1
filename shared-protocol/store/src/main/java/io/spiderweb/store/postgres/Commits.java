package io.spiderweb.store.postgres;

import io.spiderweb.store.Commit;
import io.spiderweb.store.Expect;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.store.backend.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands transactions to the function that applies them. */
final class Commits {
    private static final long ABSENT = 0;

    private Commits() {}

    static Commit apply(Connection connection, Transaction transaction, int keptRevisions) throws SQLException {
        @Nullable Fence fence = transaction.fence();
        List<Write> writes = transaction.writes();
        return Sql.query(
                connection,
                "SELECT outcome, number FROM commit_writes(?, ?, ?, ?, ?, ?, ?)",
                rows -> outcome(rows, writes),
                fence == null ? null : fence.name(),
                fence == null ? null : fence.epoch(),
                keptRevisions,
                array(connection, "text", writes, write -> write.key().collection()),
                array(connection, "text", writes, write -> write.key().id()),
                array(connection, "bigint", writes, write -> expected(write.expect())),
                array(connection, "text", writes, Commits::content));
    }

    private static Commit outcome(ResultSet rows, List<Write> writes) throws SQLException {
        rows.next();
        long number = rows.getLong(2);
        return switch (rows.getString(1)) {
            case "committed" -> new Commit.Committed(number);
            case "conflict" -> new Commit.Conflict(writes.get((int) number - 1).key());
            default -> new Commit.Fenced(number);
        };
    }

    private static @Nullable Long expected(Expect expect) {
        return switch (expect) {
            case Expect.Anything() -> null;
            case Expect.Absent() -> ABSENT;
            case Expect.Revision(long revision) -> revision;
        };
    }

    private static @Nullable String content(Write write) {
        return switch (write) {
            case Write.Put put -> put.content().text();
            case Write.Delete delete -> null;
        };
    }

    private static <T> java.sql.Array array(
            Connection connection, String type, List<Write> writes, Function<Write, @Nullable T> value)
            throws SQLException {
        return connection.createArrayOf(type, writes.stream().map(value).toArray());
    }
}
