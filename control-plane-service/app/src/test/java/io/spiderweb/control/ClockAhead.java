package io.spiderweb.control;

import io.spiderweb.control.sealing.KeyRing;
import io.spiderweb.control.sealing.SealedStore;
import io.spiderweb.control.sealing.StateKeyConfig;
import io.spiderweb.control.state.Persistence;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The clock of the store, which tests can put ahead, so that they need not wait for leases to run out. */
public final class ClockAhead {

    private static final AtomicLong AHEAD_MS = new AtomicLong();

    private ClockAhead() {}

    @Singleton
    static final class Production {
        @Produces
        @Singleton
        @Alternative
        @Priority(1)
        SealedStore open(DataDirectory data, StateKeyConfig keys) {
            return SealedStore.open(
                    SqliteStore.open(
                            Persistence.directory(data).resolve("control.db"), SqliteOptions.DEFAULTS, ClockAhead::now),
                    KeyRing.of(keys));
        }
    }

    private static Instant now() {
        return Instant.now().plusMillis(AHEAD_MS.get());
    }

    public static void advance(Duration by) {
        AHEAD_MS.addAndGet(by.toMillis());
    }
}
