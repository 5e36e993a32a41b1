package io.spiderweb.store.sqlite;

import io.spiderweb.store.Expiry;
import io.spiderweb.store.Lease;
import io.spiderweb.store.Leases;
import io.spiderweb.store.backend.LeaseTable;
import io.spiderweb.store.backend.Sql;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The leases of a file, in the time of this machine. */
record SqliteLeases(Readers readers, GroupWriter writer, InstantSource clock) implements Leases {

    @Override
    public Optional<Lease> get(String id) {
        return readers.read(connection -> LeaseTable.get(connection, id));
    }

    @Override
    public List<Lease> list(String after, int limit) {
        return readers.read(connection -> LeaseTable.list(connection, after, limit));
    }

    @Override
    public List<Lease> expired(Expiry after, int limit) {
        return readers.read(connection -> LeaseTable.expired(connection, clock.millis(), after, limit));
    }

    @Override
    public long running() {
        return readers.read(connection -> LeaseTable.running(connection, clock.millis()));
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
        writer.write(connection -> LeaseTable.drop(connection, id));
    }
}
