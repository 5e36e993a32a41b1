package io.spiderweb.control.state;

import io.spiderweb.control.SecretSetting;
import io.spiderweb.store.Store;
import io.spiderweb.store.postgres.Database;
import io.spiderweb.store.postgres.PostgresOptions;
import io.spiderweb.store.postgres.PostgresStore;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.Secret;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** Chooses the store: the database that is configured, else a file. */
final class Backend {

    private static final Logger LOG = Logger.getLogger(Backend.class);

    private Backend() {}

    static Store open(Path file, StoreConfig config) {
        return config.storeUrl()
                .<Store>map(url -> open(url, config))
                .orElseGet(() -> SqliteStore.open(file, SqliteOptions.DEFAULTS));
    }

    private static Store open(String url, StoreConfig config) {
        Database database = Database.of(
                url,
                config.storeUser(),
                SecretSetting.read("SPIDERWEB_STORE_PASSWORD", config.storePassword(), config.storePasswordFile())
                        .map(Secret::reveal));
        Store store = PostgresStore.open(database, PostgresOptions.DEFAULTS);
        LOG.infof("the state is in %s", database);
        return store;
    }
}
