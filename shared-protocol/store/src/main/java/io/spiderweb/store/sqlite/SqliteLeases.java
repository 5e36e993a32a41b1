package io.spiderweb.store.sqlite;

import io.spiderweb.store.Lease;
import io.spiderweb.store.Leases;
import io.spiderweb.store.Range;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of leases. */
record SqliteLeases(Readers readers, GroupWriter writer, InstantSource clock) implements Leases {

    @Override
    public Optional<Lease> get(String id) {
        return readers
                .read(connection -> Sql.query(
                        connection,
                        "SELECT id, renewed_at_ms, expires_at_ms FROM lease WHERE id = ?",
                        SqliteLeases::leases,
                        id))
                .stream()
                .findFirst();
    }

    @Override
    public List<Lease> list(String after, int limit) {
        Range.requireLimit(limit);
        return readers.read(connection -> Sql.query(
                connection,
                "SELECT id, renewed_at_ms, expires_at_ms FROM lease WHERE id > ? ORDER BY id LIMIT ?",
                SqliteLeases::leases,
                after,
                limit));
    }

    @Override
    public Lease renew(String id, Duration ttl) {
        // checked here as well, so that bad arguments never reach the writer
        Lease.granted(id, 0, ttl);
        return writer.write(connection -> {
            Lease lease = Lease.granted(id, clock.millis(), ttl);
            Sql.update(
                    connection,
                    "INSERT OR REPLACE INTO lease (id, renewed_at_ms, expires_at_ms) VALUES (?, ?, ?)",
                    id,
                    lease.renewedAtMs(),
                    lease.expiresAtMs());
            return lease;
        });
    }

    @Override
    public void drop(String id) {
        writer.write(connection -> Sql.update(connection, "DELETE FROM lease WHERE id = ?", id));
    }

    private static List<Lease> leases(ResultSet rows) throws SQLException {
        List<Lease> leases = new ArrayList<>();
        while (rows.next()) {
            leases.add(new Lease(rows.getString(1), rows.getLong(2), rows.getLong(3)));
        }
        return leases;
    }
}
