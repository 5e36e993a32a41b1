package io.spiderweb.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.store.LeasesContract;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.Write;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The whole contract, and what only a database that is shared can do. */
class PostgresStoreTest extends LeasesContract {
    private @Nullable String database;

    @Override
    protected Store open(int keptRevisions) {
        if (database == null) {
            try {
                database = Postgres.create("");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
        return another(keptRevisions);
    }

    private Store another(int keptRevisions) {
        return PostgresStore.open(
                Postgres.database(String.valueOf(database)), PostgresOptions.DEFAULTS.keeping(keptRevisions));
    }

    @Test
    void whatOneStoreCommitsWakesThoseWhoWaitAtAnother() {
        try (Store other = another(KEPT_REVISIONS)) {
            long revision = commit(Write.create(key("a"), "1"));

            assertThat(other.awaitChange(revision - 1, Duration.ofMinutes(1))).isTrue();
            assertThat(other.get(key("a"))).isPresent();
            assertThat(other.list(Range.of("things"))).hasSize(1);
        }
    }
}
