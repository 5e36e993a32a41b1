package io.spiderweb.control.timers;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.LostLeadershipException;
import io.spiderweb.store.Fence;
import io.spiderweb.store.StoreException;
import java.util.List;
import org.jboss.logging.Logger;

/** One leadership of this process, from its beginning to its end, with the timers that run meanwhile. */
final class Term {

    private static final Logger LOG = Logger.getLogger(Term.class);

    private final Fence fence;
    private volatile long endsNanos;
    private volatile boolean over;
    private List<Thread> threads = List.of();

    /** @param endsNanos when it is over if it is not prolonged, by {@link System#nanoTime} */
    Term(Fence fence, long endsNanos) {
        this.fence = fence;
        this.endsNanos = endsNanos;
    }

    Fence fence() {
        return fence;
    }

    void start(List<Timer> timers) {
        threads = timers.stream()
                .map(timer -> Thread.ofVirtual().name(timer.name()).start(() -> repeat(timer)))
                .toList();
    }

    void prolong(long newEndsNanos) {
        endsNanos = newEndsNanos;
    }

    /** Whether this process still may act as the leader; the clock of the machine has no say in it. */
    boolean holds() {
        return !over && System.nanoTime() - endsNanos < 0;
    }

    void end() {
        over = true;
        threads.forEach(Thread::interrupt);
    }

    private void repeat(Timer timer) {
        try {
            while (!over) {
                if (holds()) {
                    run(timer);
                }
                Thread.sleep(timer.interval());
            }
        } catch (InterruptedException e) {
            // the term is over
            Thread.currentThread().interrupt();
        }
    }

    private void run(Timer timer) {
        try {
            timer.run(fence);
        } catch (LostLeadershipException e) {
            LOG.infof("%s stops: %s", timer.name(), e.getMessage());
            over = true;
        } catch (Refused | StoreException e) {
            if (!over) {
                LOG.warnf("%s failed, trying again: %s", timer.name(), e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed, trying again", timer.name());
        }
    }
}
