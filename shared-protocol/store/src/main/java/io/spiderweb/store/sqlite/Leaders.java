package io.spiderweb.store.sqlite;

import io.spiderweb.store.Candidate;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.backend.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The table of leaders, one row for each leadership. */
final class Leaders {
    private record Row(String holder, long epoch, long renewedAtMs, long expiresAtMs) {
        /** A time of renewal in the future means that the clock was set back: nobody may lead until it gets there. */
        boolean leadsAt(long nowMs) {
            return renewedAtMs <= nowMs && nowMs < expiresAtMs;
        }
    }

    private Leaders() {}

    static Leadership lead(Connection connection, Candidate candidate, long nowMs) throws SQLException {
        Row row = row(connection, candidate.name()).orElse(new Row("", 0, 0, 0));
        boolean led = row.leadsAt(nowMs);
        if (led && !row.holder().equals(candidate.holder())) {
            return new Leadership.HeldByOther(row.holder(), row.expiresAtMs());
        }
        long epoch = led ? row.epoch() : row.epoch() + 1;
        long untilMs = nowMs + candidate.ttl().toMillis();
        Sql.update(
                connection,
                "INSERT OR REPLACE INTO leader (name, holder, epoch, renewed_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?)",
                candidate.name(),
                candidate.holder(),
                epoch,
                nowMs,
                untilMs);
        return new Leadership.Held(new Fence(candidate.name(), epoch), untilMs);
    }

    /** The newest epoch of a leadership, 0 if nobody ever led. */
    static long epoch(Connection connection, String name) throws SQLException {
        return Sql.number(connection, "SELECT epoch FROM leader WHERE name = ?", name);
    }

    private static Optional<Row> row(Connection connection, String name) throws SQLException {
        return Sql.query(
                connection,
                "SELECT holder, epoch, renewed_at_ms, expires_at_ms FROM leader WHERE name = ?",
                rows -> rows.next()
                        ? Optional.of(new Row(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)))
                        : Optional.empty(),
                name);
    }
}
