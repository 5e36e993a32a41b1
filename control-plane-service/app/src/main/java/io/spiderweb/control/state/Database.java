package io.spiderweb.control.state;

import io.spiderweb.control.Refused;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Leases;
import io.spiderweb.store.Store;
import io.spiderweb.wire.ErrorCode;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/** The stored state as typed documents. */
@Singleton
public class Database {

    /** Another process has to win this often in a row to make a change fail. */
    private static final int ATTEMPTS = 16;

    private static final long PATIENCE_SECONDS = 10;

    /** A step of the control plane that changes several documents at once. */
    @FunctionalInterface
    public interface Change<R> {
        R apply(Edit edit) throws Refused;
    }

    private final Store store;

    /** Changes of this process meet on the ledger's row anyway: waiting here is cheaper than conflicting there. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final Map<Total, LongAdder> deferred = new ConcurrentHashMap<>();
    private volatile Ledger ledger;

    @Inject
    public Database(Store store) {
        this.store = store;
        this.ledger = get(Ledger.TABLE, Ledger.ID).orElse(Ledger.EMPTY);
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
        takeTurn();
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Edit edit = new Edit(store);
                R result = change.apply(edit);
                if (edit.isEmpty()) {
                    return result;
                }
                Map<Total, Long> counted = drain(edit);
                if (store.commit(edit.transaction()) instanceof Commit.Committed) {
                    ledger = edit.ledger();
                    return result;
                }
                counted.forEach(this::countLater);
            }
        } finally {
            turn.unlock();
        }
        throw new Refused(ErrorCode.CONTROL_PLANE_ERROR, "too many changes at once: try again");
    }

    /** A change that has to be made before the service can start. */
    public <R> R setUp(Change<R> change) {
        try {
            return change(change);
        } catch (Refused e) {
            throw new StartupException(e.getMessage(), e);
        }
    }

    /** Counts what is too frequent for a write of its own: it is stored with the next change, or at an orderly stop. */
    public void count(Total total) {
        countLater(total, 1L);
    }

    public long total(Total total) {
        LongAdder waiting = deferred.get(total);
        return ledger.total(total) + (waiting == null ? 0 : waiting.sum());
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

    void onStop(@Observes Stopping stopping) throws Refused {
        change(this::drain);
    }

    private void takeTurn() throws Refused {
        try {
            if (turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refused(ErrorCode.CONTROL_PLANE_ERROR, "the control plane is busy: try again");
    }

    private Map<Total, Long> drain(Edit edit) {
        Map<Total, Long> counted = new EnumMap<>(Total.class);
        deferred.forEach((total, adder) -> counted.put(total, adder.sumThenReset()));
        counted.forEach(edit::count);
        return counted;
    }

    private void countLater(Total total, long amount) {
        deferred.computeIfAbsent(total, key -> new LongAdder()).add(amount);
    }
}
