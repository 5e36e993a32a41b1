package io.spiderweb.control.leases;

import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.state.Table;
import io.spiderweb.store.Fence;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * For how long some leader has been there to hear from nodes, in milliseconds: the time in which a silence counts. It stands still
 * while no control plane runs, and a clock that is set, forward or back, does not touch it.
 */
@Singleton
public class ObservedTime {

    private static final String ID = "leases";

    /** As of the last time that a leader stored it: what passed since then is lost when that leader ends. */
    record Stored(long ms) {
        static final Table<Stored> TABLE = new Table<>("observed-time", Stored.class);
    }

    private final Database database;
    private final LongSupplier nanoTime;
    private @Nullable Fence fence;
    private long baseMs;
    private long baseNanos;

    @Inject
    public ObservedTime(Database database) {
        this(database, System::nanoTime);
    }

    /** @param nanoTime a clock that nobody sets */
    public ObservedTime(Database database, LongSupplier nanoTime) {
        this.database = database;
        this.nanoTime = nanoTime;
    }

    /** The time as of now; a leadership begins where the one before it was stored last. */
    public synchronized long nowMs(Fence leadership) {
        if (!leadership.equals(fence)) {
            baseMs = database.get(Stored.TABLE, ID).map(Stored::ms).orElse(0L);
            baseNanos = nanoTime.getAsLong();
            fence = leadership;
        }
        return baseMs + (nanoTime.getAsLong() - baseNanos) / 1_000_000;
    }

    /** Stores it, as part of a change. */
    public static void store(Edit edit, long nowMs) {
        edit.put(Stored.TABLE, ID, new Stored(nowMs));
    }
}
