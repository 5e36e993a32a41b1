package io.spiderweb.control.state;

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
    Store open(DataDirectory data, StoreConfig config) {
        try {
            return Backend.open(directory(data).resolve("control.db"), config);
        } catch (StoreException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    void close(@Disposes Store store) {
        store.close();
    }
}
