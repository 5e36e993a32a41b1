package io.spiderweb.store.sqlite;

import io.spiderweb.store.Lease;
import io.spiderweb.store.backend.Sql;
import io.spiderweb.store.backend.TableLeases;
import java.time.Duration;
import java.time.InstantSource;

/** The leases of a file, in the time of this machine. */
final class SqliteLeases extends TableLeases {
    private final SqliteAccess access;
    private final InstantSource clock;

    SqliteLeases(SqliteAccess access, InstantSource clock) {
        super(access, clock::millis);
        this.access = access;
        this.clock = clock;
    }

    @Override
    public Lease renew(String id, Duration ttl) {
        // checked here as well, so that bad arguments never reach the writer
        Lease.granted(id, 0, ttl);
        return access.write(connection -> {
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
}
