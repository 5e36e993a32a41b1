package io.spiderweb.store.backend;

import io.spiderweb.store.Expiry;
import io.spiderweb.store.Lease;
import io.spiderweb.store.Leases;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What all backends do alike with leases. */
public abstract class TableLeases implements Leases {
    private final Access access;
    private final LongSupplier nowMs;

    protected TableLeases(Access access, LongSupplier nowMs) {
        this.access = access;
        this.nowMs = nowMs;
    }

    @Override
    public final Optional<Lease> get(String id) {
        return access.read(connection -> LeaseTable.get(connection, id));
    }

    @Override
    public final List<Lease> list(String after, int limit) {
        return access.read(connection -> LeaseTable.list(connection, after, limit));
    }

    @Override
    public final List<Lease> expired(Expiry after, int limit) {
        return access.read(connection -> LeaseTable.expired(connection, nowMs.getAsLong(), after, limit));
    }

    @Override
    public final long running() {
        return access.read(connection -> LeaseTable.running(connection, nowMs.getAsLong()));
    }

    @Override
    public final void drop(String id) {
        access.write(connection -> LeaseTable.drop(connection, id));
    }
}
