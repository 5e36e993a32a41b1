package io.spiderweb.control.timers;

import io.quarkus.runtime.StartupEvent;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.store.Candidate;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the timers where this replica leads. It asks for the leadership again and again: whoever has it keeps it so, and everybody
 * else has it some seconds after its holder fell silent.
 */
@Singleton
public class Leader {

    /** How long a leader that fell silent is waited for. */
    private static final Duration TTL = Duration.ofSeconds(6);

    private static final Duration RENEWAL = Duration.ofSeconds(2);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Logger LOG = Logger.getLogger(Leader.class);

    private final Store store;
    private final List<Timer> timers;
    private final Candidate candidate =
            new Candidate("timers", UUID.randomUUID().toString(), TTL);
    private volatile @Nullable Term term;
    private @Nullable Thread worker;

    @Inject
    public Leader(Store store, @Any Instance<Timer> timers) {
        this(store, timers.stream().toList());
    }

    Leader(Store store, List<Timer> timers) {
        this.store = store;
        this.timers = List.copyOf(timers);
    }

    /** Whether this replica runs the timers. */
    public boolean leads() {
        Term current = term;
        return current != null && current.holds();
    }

    void onStart(@Observes StartupEvent event) {
        start();
    }

    void onStop(@Observes Stopping stopping) {
        stop();
    }

    void start() {
        worker = Thread.ofVirtual().name("leader").start(this::run);
    }

    /** Leaves the leadership to others, who then need not wait. */
    void stop() {
        if (worker != null) {
            worker.interrupt();
            try {
                worker.join(FAREWELL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            while (true) {
                ask();
                Thread.sleep(RENEWAL);
            }
        } catch (InterruptedException e) {
            resign();
            Thread.currentThread().interrupt();
        }
    }

    /** Asks once. */
    void ask() {
        long ends = System.nanoTime() + TTL.toNanos();
        try {
            switch (store.lead(candidate)) {
                case Leadership.Held(Fence fence, long untilMs) -> lead(fence, ends);
                case Leadership.HeldByOther(String holder, long untilMs) -> stepDown();
            }
        } catch (StoreException e) {
            if (!leads()) {
                stepDown();
            }
        }
    }

    private void lead(Fence fence, long endsNanos) {
        Term current = term;
        if (current != null && current.fence().equals(fence) && current.holds()) {
            current.prolong(endsNanos);
            return;
        }
        stepDown();
        Term next = new Term(fence, endsNanos);
        term = next;
        LOG.infof("this replica runs the timers, in epoch %d", fence.epoch());
        next.start(timers);
    }

    private void stepDown() {
        Term current = term;
        if (current != null) {
            current.end();
            term = null;
            LOG.infof(
                    "this replica runs the timers no more, those of epoch %d",
                    current.fence().epoch());
        }
    }

    void resign() {
        Term current = term;
        if (current != null) {
            stepDown();
            try {
                store.resign(current.fence());
            } catch (StoreException e) {
                LOG.debugf("the leadership runs out by itself: %s", e.getMessage());
            }
        }
    }
}
