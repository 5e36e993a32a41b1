package io.spiderweb.control.state;

import io.spiderweb.control.Refused;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Leases;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.wire.ErrorCode;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The stored state as typed documents. */
@Singleton
public class Database implements Follower<Ledger> {

    private static final Logger LOG = Logger.getLogger(Database.class);

    /** How long a change waits for its turn, and how long it is made anew when other replicas overtake it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A random part of it passes before a change is made anew, so that those who met do not meet again. */
    private static final long MAX_PAUSE_MS = 20;

    /** How long counts wait to be stored, as long as there are more. */
    private static final Duration COUNTS_WAIT = Duration.ofSeconds(5);

    /** A step of the control plane that changes several documents at once. */
    @FunctionalInterface
    public interface Change<R> {
        R apply(Edit edit) throws Refused;
    }

    private final Store store;

    /** Changes of this process meet on the ledger's row anyway: waiting here is cheaper than conflicting there. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final KnownLedger known = new KnownLedger();
    private final Deferred deferred = new Deferred();
    private volatile long countsStoredNanos = System.nanoTime();

    @Inject
    public Database(Store store) {
        this.store = store;
        reload();
    }

    public <T> Optional<T> get(Table<T> table, String id) {
        return id.isEmpty() ? Optional.empty() : store.get(table.key(id)).map(table::read);
    }

    /** All documents of a table, ordered by id; tables are bounded. */
    public <T> List<T> all(Table<T> table) {
        return List.copyOf(table.all(store).values());
    }

    /** Makes a change; when this returns, it is durable. It may be applied more than once before it is stored. */
    public <R> R change(Change<R> change) throws Refused {
        return make(change, null);
    }

    /**
     * Makes a change as the leader.
     *
     * @throws LostLeadershipException if another replica has led since; nothing is changed then
     */
    public <R> R change(Fence fence, Change<R> change) throws Refused {
        return make(change, fence);
    }

    /** A change that has to be made before the service can start. */
    public <R> R setUp(Change<R> change) {
        try {
            return change(change);
        } catch (Refused e) {
            throw new StartupException(e.getMessage(), e);
        }
    }

    /** Counts what is too frequent for a write of its own: it is stored with the next change, or some seconds later. */
    public void count(Total total) {
        deferred.add(total, 1);
        if (System.nanoTime() - countsStoredNanos > COUNTS_WAIT.toNanos()) {
            storeCounts();
        }
    }

    /** A stored total. What waits is stored first, so that nobody is shown a number that a crash would take back. */
    public long total(Total total) {
        if (deferred.has(total)) {
            storeCounts();
        }
        return known.ledger().total(total);
    }

    public Leases leases() {
        return store.leases();
    }

    public long nowMs() {
        return store.nowMs();
    }

    /** Throws if the store cannot answer. */
    public void probe() {
        store.revision();
    }

    @Override
    public Table<Ledger> table() {
        return Ledger.TABLE;
    }

    @Override
    public void stored(String id, long revision, Optional<Ledger> ledger) {
        ledger.ifPresent(newer -> known.heard(revision, newer));
    }

    @Override
    public void reload() {
        store.get(Ledger.TABLE.key(Ledger.ID))
                .ifPresent(document -> known.heard(document.revision(), Ledger.TABLE.read(document)));
    }

    /** Does not ask a store that may be gone for nothing. */
    void onStop(@Observes Stopping stopping) {
        if (!deferred.isEmpty()) {
            storeCounts();
        }
    }

    private <R> R make(Change<R> change, @Nullable Fence fence) throws Refused {
        long begin = System.nanoTime();
        takeTurn();
        try {
            do {
                Edit edit = new Edit(store);
                R result = change.apply(edit);
                if (edit.isEmpty() && deferred.isEmpty() || isStored(edit, fence)) {
                    return result;
                }
                Thread.sleep(ThreadLocalRandom.current().nextLong(MAX_PAUSE_MS));
            } while (System.nanoTime() - begin < PATIENCE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            turn.unlock();
        }
        throw new Refused(ErrorCode.CONTROL_PLANE_ERROR, "too many changes at once: try again");
    }

    /** False: somebody else's change came in between. */
    private boolean isStored(Edit edit, @Nullable Fence fence) {
        Map<Total, Long> counts = deferred.drainInto(edit);
        boolean kept = false;
        try {
            switch (store.commit(edit.transaction(fence))) {
                case Commit.Committed(long revision) -> {
                    kept = true;
                    known.heard(revision, edit.ledger());
                    countsStoredNanos = System.nanoTime();
                }
                case Commit.Conflict conflict -> {}
                case Commit.Fenced(long epoch) -> throw new LostLeadershipException(epoch);
            }
        } catch (StoreException e) {
            // rather a count too few than one twice
            kept = e.reason() == StoreException.Reason.UNKNOWN_OUTCOME;
            throw e;
        } finally {
            if (!kept) {
                deferred.putBack(counts);
            }
        }
        return kept;
    }

    private void storeCounts() {
        countsStoredNanos = System.nanoTime();
        try {
            change(edit -> true);
        } catch (Refused | StoreException e) {
            LOG.debugf("counts are stored later: %s", e.getMessage());
        }
    }

    private void takeTurn() throws Refused {
        try {
            if (turn.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refused(ErrorCode.CONTROL_PLANE_ERROR, "the control plane is busy: try again");
    }
}
