package io.spiderweb.control;

import io.spiderweb.control.state.Persistence;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.store.Candidate;
import io.spiderweb.store.Changes;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Document;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Key;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Lease;
import io.spiderweb.store.Leases;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A real store whose clock tests can put ahead, so that they need not wait for leases to run out. */
public record ClockAhead(Store real) implements Store, Leases {

    private static final AtomicLong AHEAD_MS = new AtomicLong();

    @Singleton
    static final class Production {
        @Produces
        @Singleton
        @Alternative
        @Priority(1)
        Store open(DataDirectory data) {
            return new ClockAhead(
                    SqliteStore.open(Persistence.directory(data).resolve("control.db"), SqliteOptions.DEFAULTS));
        }
    }

    public static void advance(Duration by) {
        AHEAD_MS.addAndGet(by.toMillis());
    }

    @Override
    public long nowMs() {
        return real.nowMs() + AHEAD_MS.get();
    }

    @Override
    public Lease renew(String id, Duration ttl) {
        return real.leases().renew(id, ttl.plusMillis(AHEAD_MS.get()));
    }

    @Override
    public Leases leases() {
        return this;
    }

    @Override
    public Optional<Lease> get(String id) {
        return real.leases().get(id);
    }

    @Override
    public List<Lease> list(String after, int limit) {
        return real.leases().list(after, limit);
    }

    @Override
    public void drop(String id) {
        real.leases().drop(id);
    }

    @Override
    public Optional<Document> get(Key key) {
        return real.get(key);
    }

    @Override
    public List<Document> list(Range range) {
        return real.list(range);
    }

    @Override
    public Commit commit(Transaction transaction) {
        return real.commit(transaction);
    }

    @Override
    public long revision() {
        return real.revision();
    }

    @Override
    public Changes changesSince(long revision, int limit) {
        return real.changesSince(revision, limit);
    }

    @Override
    public Leadership lead(Candidate candidate) {
        return real.lead(candidate);
    }

    @Override
    public void resign(Fence fence) {
        real.resign(fence);
    }

    @Override
    public void close() {
        real.close();
    }
}
