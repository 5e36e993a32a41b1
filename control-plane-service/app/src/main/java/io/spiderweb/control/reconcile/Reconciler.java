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
            database.change(fence, edit -> isFirst || isNews(edit, seen) ? count(edit, seen) : Cycles.NONE);
            debounce.done();
            term = fence;
        }
    }

    /** Makes a cycle at once, as part of an operation. That fails with nothing if it cannot be stored. */
    public void runNow() {
        try {
            Overview.Seen seen = overview.look();
            database.change(edit -> count(edit, seen));
        } catch (Refused | StoreException e) {
            LOG.warnf("a reconcile cycle was not counted: %s", e.getMessage());
        }
    }

    /** False if a cycle within an operation has seen it already. */
    private static boolean isNews(Edit edit, Overview.Seen seen) {
        return seen.revision() > cycles(edit).revision();
    }

    private static Cycles count(Edit edit, Overview.Seen seen) {
        long failures = seen.projects().values().stream()
                .mapToLong(project -> project.failures().size())
                .sum();
        Cycles counted = cycles(edit).with(failures, seen.revision(), edit.nowMs());
        edit.put(Cycles.TABLE, Cycles.ID, counted);
        return counted;
    }

    private static Cycles cycles(Edit edit) {
        return edit.get(Cycles.TABLE, Cycles.ID).orElse(Cycles.NONE);
    }
}
