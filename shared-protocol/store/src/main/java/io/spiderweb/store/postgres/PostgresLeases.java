package io.spiderweb.store.postgres;

import io.spiderweb.store.Lease;
import io.spiderweb.store.backend.Sql;
import io.spiderweb.store.backend.TableLeases;
import java.time.Duration;

/** The leases of a database, in its time. */
final class PostgresLeases extends TableLeases {
    private final Pool pool;

    PostgresLeases(Pool pool, Clock clock) {
        super(pool, clock::nowMs);
        this.pool = pool;
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
}
