package io.spiderweb.store.postgres;

import io.spiderweb.store.FullDiskContract;
import io.spiderweb.store.Store;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The tables of the database are on the disk that is full; its log is not, for a server without room for that ends. */
class FullDiskTest extends FullDiskContract {
    private @Nullable String database;

    @Override
    protected Store open() throws SQLException {
        if (database == null) {
            Postgres.execute("postgres", "CREATE TABLESPACE small LOCATION '" + disk + "'");
            database = Postgres.create("TABLESPACE small");
        }
        return PostgresStore.open(Postgres.database(database), PostgresOptions.DEFAULTS);
    }

    @Override
    protected int megabytes() {
        return 40;
    }

    @AfterEach
    void leaveTheDisk() throws SQLException {
        if (database != null) {
            Postgres.execute("postgres", "DROP DATABASE " + database);
            Postgres.execute("postgres", "DROP TABLESPACE small");
        }
    }
}
