package io.spiderweb.control.reconcile;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.timers.Timer;
import io.spiderweb.store.Fence;
import io.spiderweb.store.StoreException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes the cycles: looks, and counts what it finds. A look that finds nothing changed is none. */
@Singleton
public class Reconciler implements Timer {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Database database;
    private final Overview overview;
    private final Debounce debounce = new Debounce();
    private @Nullable Fence term;
    private long noticed;

    @Inject
    public Reconciler(Database database, Overview overview) {
        this.database = database;
        this.overview = overview;
    }

    @Override
    public String name() {
        return "reconcile";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void run(Fence fence) throws Refused {
        Overview.Seen seen = overview.look();
        long now = System.nanoTime();
        // a new leader does not know what the one before it has seen
        boolean isFirst = !fence.equals(term);
        if (seen.changes() != noticed) {
            noticed = seen.changes();
            debounce.request(now);
        }
        if (isFirst || debounce.isDue(now)) {
            database.change(fence, edit -> {
                // what is stored may come from another database, whose revisions mean nothing here
                Cycles before = isFirst ? cycles(edit).ofAnotherLog() : cycles(edit);
                // a cycle within an operation may have seen it already
                return isFirst || seen.lastChange() > before.revision() ? count(edit, before, seen) : before;
            });
            debounce.done();
            term = fence;
        }
    }

    /** Makes a cycle at once, as part of an operation. That fails with nothing if it cannot be stored. */
    public void runNow() {
        try {
            Overview.Seen seen = overview.look();
            database.change(edit -> count(edit, cycles(edit), seen));
        } catch (Refused | StoreException e) {
            LOG.warnf("a reconcile cycle was not counted: %s", e.getMessage());
        }
    }

    private static Cycles count(Edit edit, Cycles before, Overview.Seen seen) {
        int failures = seen.failures(every -> true).size();
        Cycles counted = before.with(failures, seen.position(), edit.nowMs());
        edit.put(Cycles.TABLE, Cycles.ID, counted);
        return counted;
    }

    private static Cycles cycles(Edit edit) {
        return edit.get(Cycles.TABLE, Cycles.ID).orElse(Cycles.NONE);
    }
}
