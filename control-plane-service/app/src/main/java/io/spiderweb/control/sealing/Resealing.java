package io.spiderweb.control.sealing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Document;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Seals with the current key, after each start and beside the work, what is in clear or sealed with a previous one. When it says that
 * it is done, previous keys are not needed any more, unless another replica still seals with one.
 */
@Singleton
public class Resealing {

    private static final Logger LOG = Logger.getLogger(Resealing.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int BATCH = 20;

    private final Store store;
    private final Seal seal;
    private final AtomicLong left = new AtomicLong();
    private @Nullable Thread worker;

    @Inject
    public Resealing(SealedStore state) {
        this.store = state.raw();
        this.seal = state.seal();
    }

    void onStart(@Observes StartupEvent event, MeterRegistry registry) {
        if (seal.ring().current().isEmpty()) {
            LOG.warn("the state and its secrets are stored in clear: set SPIDERWEB_CONTROL_STATE_KEY_HEX to seal them");
            return;
        }
        Gauge.builder("spiderweb.state.to.reseal", left, AtomicLong::get).register(registry);
        worker = Thread.ofVirtual().name("resealing").start(this::run);
    }

    void onStop(@Observes Stopping stopping) {
        if (worker != null) {
            worker.interrupt();
        }
    }

    private void run() {
        try {
            while (!done()) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // the service stops; the next start goes on
            Thread.currentThread().interrupt();
        }
    }

    /** Tries once; whether everything is sealed with the current key now. */
    boolean done() {
        try {
            long resealed = pass();
            if (left.get() > 0) {
                return false;
            }
            if (resealed > 0) {
                // what was replaced is still in the log
                store.forgetChanges();
            }
            if (!seal.isComplete()) {
                SealCheck.write(store, seal, new SealCheck(true));
                seal.complete();
            }
            LOG.infof(
                    "the whole state is sealed with key %s (%d documents were not): no other key is needed",
                    seal.ring().current().map(StateKey::id).orElseThrow(), resealed);
            return true;
        } catch (StoreException e) {
            LOG.warnf("sealing the state goes on in %d s: %s", PAUSE.toSeconds(), e.getMessage());
            return false;
        }
    }

    /** Returns how many documents it sealed anew; how many it could not is in {@code left}. */
    private long pass() {
        long resealed = 0;
        long missed = 0;
        for (String collection : store.collections()) {
            Range range = Range.of(collection).limitedTo(BATCH);
            for (List<Document> page = store.list(range); !page.isEmpty(); page = store.list(range)) {
                List<Write> writes = page.stream()
                        .filter(document -> !seal.isCurrent(document.text()))
                        .map(this::resealed)
                        .toList();
                if (!writes.isEmpty()) {
                    boolean done = store.commit(new Transaction(writes, null)) instanceof Commit.Committed;
                    resealed += done ? writes.size() : 0;
                    missed += done ? 0 : writes.size();
                }
                range = range.after(page.getLast().key().id());
            }
        }
        left.set(missed);
        return resealed;
    }

    private Write resealed(Document document) {
        return Write.replace(document, seal.seal(document.key(), seal.open(document.key(), document.text())));
    }
}
