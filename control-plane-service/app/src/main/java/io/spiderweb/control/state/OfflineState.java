package io.spiderweb.control.state;

import io.smallrye.config.SmallRyeConfig;
import io.spiderweb.control.sealing.KeyRing;
import io.spiderweb.control.sealing.SealedStore;
import io.spiderweb.control.sealing.StateKeyConfig;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.ServiceConfig;
import io.spiderweb.service.launch.Settings;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import java.util.function.Consumer;
import java.util.logging.LogManager;

/** The state for a command that works on it while no control plane does. */
public final class OfflineState {

    private final SmallRyeConfig config;
    private final KeyRing ring;

    private OfflineState(SmallRyeConfig config) {
        this.config = config;
        this.ring = KeyRing.of(config.getConfigMapping(StateKeyConfig.class));
    }

    /** @throws StartupException if the settings cannot be what was meant */
    public static OfflineState of(Settings settings) {
        // libraries would log to standard error, which is for our own lines alone
        LogManager.getLogManager().reset();
        return new OfflineState(settings.withoutService(ServiceConfig.class, StoreConfig.class, StateKeyConfig.class));
    }

    public KeyRing ring() {
        return ring;
    }

    /** @throws StartupException if the state cannot be used, or not be written */
    public void load(Consumer<Store> loading) {
        DataDirectory data = new DataDirectory(config.getConfigMapping(ServiceConfig.class));
        try (SealedStore store = Persistence.open(data, config.getConfigMapping(StoreConfig.class), ring)) {
            loading.accept(store);
        } catch (StoreException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
