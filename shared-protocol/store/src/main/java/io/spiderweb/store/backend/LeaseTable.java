package io.spiderweb.store.backend;

import io.spiderweb.store.Expiry;
import io.spiderweb.store.Lease;
import io.spiderweb.store.Range;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of leases. */
public final class LeaseTable {
    private LeaseTable() {}

    public static Optional<Lease> get(Connection connection, String id) throws SQLException {
        return Sql.query(
                        connection,
                        "SELECT id, renewed_at_ms, expires_at_ms FROM lease WHERE id = ?",
                        LeaseTable::leases,
                        id)
                .stream()
                .findFirst();
    }

    public static List<Lease> list(Connection connection, String after, int limit) throws SQLException {
        return Sql.query(
                connection,
                "SELECT id, renewed_at_ms, expires_at_ms FROM lease WHERE id > ? ORDER BY id LIMIT ?",
                LeaseTable::leases,
                after,
                Range.requireLimit(limit));
    }

    public static List<Lease> expired(Connection connection, long nowMs, Expiry after, int limit) throws SQLException {
        return Sql.query(
                connection,
                "SELECT id, renewed_at_ms, expires_at_ms FROM lease"
                        + " WHERE (expires_at_ms, id) > (?, ?) AND expires_at_ms <= ? ORDER BY expires_at_ms, id LIMIT ?",
                LeaseTable::leases,
                after.atMs(),
                after.id(),
                nowMs,
                Range.requireLimit(limit));
    }

    public static long running(Connection connection, long nowMs) throws SQLException {
        return Sql.number(connection, "SELECT count(*) FROM lease WHERE expires_at_ms > ?", nowMs);
    }

    public static int drop(Connection connection, String id) throws SQLException {
        return Sql.update(connection, "DELETE FROM lease WHERE id = ?", id);
    }

    private static List<Lease> leases(ResultSet rows) throws SQLException {
        List<Lease> leases = new ArrayList<>();
        while (rows.next()) {
            leases.add(new Lease(rows.getString(1), rows.getLong(2), rows.getLong(3)));
        }
        return leases;
    }
}
