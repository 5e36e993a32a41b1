package io.spiderweb.control.state;

import io.micrometer.core.instrument.Metrics;
import io.spiderweb.control.sealing.KeyRing;
import io.spiderweb.control.sealing.SealedStore;
import io.spiderweb.control.sealing.StateKeyConfig;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Opens the control plane's store; one that cannot be read is left as it is, and the start fails. */
@Singleton
public class Persistence {

    /** The part of the data directory that only the control plane uses. */
    public static Path directory(DataDirectory data) {
        return data.path().resolve("control");
    }

    @Produces
    @Singleton
    SealedStore open(DataDirectory data, StoreConfig config, StateKeyConfig keys) {
        SealedStore store = open(data, config, KeyRing.of(keys));
        try {
            Loading.requireFinished(store);
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    static SealedStore open(DataDirectory data, StoreConfig config, KeyRing ring) {
        try {
            Store backend = Backend.open(directory(data).resolve("control.db"), config);
            return SealedStore.open(TimedStore.of(backend, Metrics.globalRegistry), ring);
        } catch (StoreException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    void close(@Disposes SealedStore store) {
        store.close();
    }
}
