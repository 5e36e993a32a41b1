package io.spiderweb.store.postgres;

import io.spiderweb.store.Expiry;
import io.spiderweb.store.Lease;
import io.spiderweb.store.Leases;
import io.spiderweb.store.backend.LeaseTable;
import io.spiderweb.store.backend.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The leases of a database, in its time. */
record PostgresLeases(Pool pool, Clock clock) implements Leases {

    @Override
    public Optional<Lease> get(String id) {
        return pool.read(connection -> LeaseTable.get(connection, id));
    }

    @Override
    public List<Lease> list(String after, int limit) {
        return pool.read(connection -> LeaseTable.list(connection, after, limit));
    }

    @Override
    public List<Lease> expired(Expiry after, int limit) {
        return pool.read(connection -> LeaseTable.expired(connection, clock.nowMs(), after, limit));
    }

    @Override
    public long running() {
        return pool.read(connection -> LeaseTable.running(connection, clock.nowMs()));
    }

    @Override
    public Lease renew(String id, Duration ttl) {
        // for its checks
        Lease.granted(id, 0, ttl);
        return pool.write(connection -> Sql.query(
                connection,
                "INSERT INTO lease (id, renewed_at_ms, expires_at_ms) SELECT ?, now, now + ? FROM now_ms() AS now"
                        + " ON CONFLICT (id) DO UPDATE SET renewed_at_ms = excluded.renewed_at_ms, expires_at_ms = excluded.expires_at_ms"
                        + " RETURNING renewed_at_ms, expires_at_ms",
                rows -> {
                    rows.next();
                    return new Lease(id, rows.getLong(1), rows.getLong(2));
                },
                id,
                ttl.toMillis()));
    }

    @Override
    public void drop(String id) {
        pool.write(connection -> LeaseTable.drop(connection, id));
    }
}
