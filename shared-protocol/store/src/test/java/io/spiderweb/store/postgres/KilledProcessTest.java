package io.spiderweb.store.postgres;

import io.spiderweb.store.KilledProcessContract;
import io.spiderweb.store.Store;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;

class KilledProcessTest extends KilledProcessContract {
    private String database = "";

    @BeforeEach
    void createDatabase() throws SQLException {
        database = Postgres.create("");
    }

    @Override
    protected String location() {
        return "postgresql://127.0.0.1:" + Postgres.shared().getPort() + "/" + database;
    }

    @Override
    protected Store open() {
        return PostgresStore.open(Postgres.database(database), PostgresOptions.DEFAULTS);
    }
}
