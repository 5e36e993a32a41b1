package io.spiderweb.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.store.Journal;
import io.spiderweb.store.JournalContract;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.Write;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole contract, and what only a database that is shared can do. */
class PostgresStoreTest extends JournalContract {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE journal SET text = 'nothing'",
                "DELETE FROM journal WHERE id > 1",
                "TRUNCATE journal",
                "INSERT INTO journal VALUES (1, 1, 'ann', 'nothing') ON CONFLICT (id) DO UPDATE SET text = 'nothing'"
            })
    void whoeverUsesTheDatabaseCannotChangeWhatTheJournalSays(String sql) {
        store.journal().append("ann", "1", 10);
        store.journal().append("ann", "2", 10);

        assertThatThrownBy(() -> Postgres.execute(String.valueOf(database), sql))
                .isInstanceOf(SQLException.class);

        assertThat(store.journal().newest(null, Long.MAX_VALUE, 10))
                .extracting(Journal.Entry::text)
                .containsExactly("2", "1");
    }

    @Test
    void aReadDoesNotFailBecauseTheServerClosedItsConnections() throws Exception {
        commit(Write.create(key("a"), "1"));

        Postgres.execute(
                "postgres",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");

        assertThat(read(key("a")).text()).isEqualTo("1");
        assertThat(store.list(Range.of("things"))).hasSize(1);
        long revision = commit(Write.create(key("b"), "2"));
        assertThat(store.awaitChange(revision - 1, Duration.ofMinutes(1))).isTrue();
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
