package io.spiderweb.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spiderweb.store.Candidate;
import io.spiderweb.store.Journal;
import io.spiderweb.store.JournalContract;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole contract, and what only a file can do. */
class SqliteStoreTest extends JournalContract {
    private static final SqliteOptions HASTY = new SqliteOptions(10, 1, 1, Duration.ofMillis(100));

    @TempDir
    Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    private Path file() {
        return data().resolve("state.db");
    }

    @Override
    protected Store open(int keptRevisions) {
        return SqliteStore.open(file(), SqliteOptions.DEFAULTS.keeping(keptRevisions));
    }

    @DisplayName("control 11 row 32: the state has a file of its own that only its owner may read")
    @Test
    void onlyTheOwnerMayReadTheFiles() throws Exception {
        commit(Write.create(key("a"), "secret"));

        assertThat(mode(data())).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(data())) {
            assertThat(files)
                    .hasSize(4) // the database, -wal, -shm, .lock
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void aFileThatOthersCouldReadIsClosedToThem() throws Exception {
        store.close();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

        reopen(KEPT_REVISIONS);

        assertThat(mode(file())).isEqualTo("rw-------");
    }

    @Test
    void aClosedDatabaseIsOneFileThatCanBeCopied() throws Exception {
        commit(Write.create(key("a"), "1"));
        store.close();
        Path copy = Files.copy(file(), directory.resolve("copy.db"));

        try (Store restored = SqliteStore.open(copy, SqliteOptions.DEFAULTS)) {
            assertThat(restored.get(key("a"))).isPresent();
        }
    }

    @Test
    void nothingOfADeletedSecretIsLeftInTheFile() throws Exception {
        commit(
                Write.create(key("a"), "a-secret-that-was-replaced"),
                Write.create(key("b"), "a-secret-that-was-deleted"));
        commit(Write.set(key("a"), "-"), Write.delete(key("b")));
        store.forgetChanges();
        store.close();

        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain("a-secret-that-was");
    }

    @Test
    void anyNameOfADirectoryWorks() {
        Path odd = directory.resolve("a b?c%20d#e'f;é🕸").resolve("state.db?mode=memory");
        try (Store other = SqliteStore.open(odd, SqliteOptions.DEFAULTS)) {
            assertThat(other.list(Range.of("things"))).isEmpty();
        }
        assertThat(odd).isRegularFile();
    }

    @Test
    void aClockThatWasSetBackDoesNotKeepALeaderForYears() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2036-01-01T00:00:00Z"));
        Candidate first = new Candidate("timers", "a", Duration.ofSeconds(10));
        Candidate second = new Candidate("timers", "b", Duration.ofSeconds(10));
        Path other = directory.resolve("other.db");
        try (Store clocked = SqliteStore.open(other, SqliteOptions.DEFAULTS, now::get)) {
            assertThat(clocked.lead(first)).isInstanceOf(Leadership.Held.class);
            assertThat(clocked.lead(second)).isInstanceOf(Leadership.HeldByOther.class);

            now.set(Instant.parse("2026-01-01T00:00:00Z"));

            assertThat(clocked.lead(second))
                    .isInstanceOfSatisfying(
                            Leadership.Held.class,
                            held -> assertThat(held.fence().epoch()).isEqualTo(2));
        }
    }

    @Test
    void aWriteThatGetsNoTurnSaysBusyAndIsNeverDone() throws Exception {
        Path other = directory.resolve("busy.db");
        try (Store hasty = SqliteStore.open(other, HASTY);
                Connection intruder = Connections.writer(other);
                Statement statement = intruder.createStatement();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statement.execute("BEGIN IMMEDIATE");
            Future<?> stuck = threads.submit(() -> commitTo(hasty, "stuck"));
            // once this one is told that its outcome is unknown, the writer is known to be at it
            assertReason(stuck, Reason.UNKNOWN_OUTCOME);
            Future<?> waiting = threads.submit(() -> commitTo(hasty, "waiting"));
            assertReason(waiting, Reason.BUSY);
            assertReason(threads.submit(() -> commitTo(hasty, "refused")), Reason.BUSY);
            assertThat(hasty.get(key("stuck"))).as("readers do not wait").isEmpty();
            statement.execute("ROLLBACK");

            await().untilAsserted(() -> assertThat(hasty.get(key("stuck"))).isPresent());
            await().ignoreExceptions().until(() -> commitTo(hasty, "later"));
            assertThat(hasty.list(Range.of("things")))
                    .extracting(document -> document.key().id())
                    .containsExactly("later", "stuck");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE journal SET text = 'nothing'",
                "DELETE FROM journal WHERE id > 1",
                "INSERT OR REPLACE INTO journal (id, written_at_ms, topic, text) VALUES (1, 1, 'ann', 'nothing')"
            })
    void whoeverOpensTheFileCannotChangeWhatTheJournalSays(String sql) throws Exception {
        store.journal().append("ann", "1", 10);
        store.journal().append("ann", "2", 10);

        try (Connection intruder = Connections.writer(file());
                Statement statement = intruder.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("journal");
        }

        assertThat(store.journal().newest(null, Long.MAX_VALUE, 10))
                .extracting(Journal.Entry::text)
                .containsExactly("2", "1");
    }

    private static boolean commitTo(Store store, String id) {
        store.commit(Transaction.of(Write.set(key(id), "")));
        return true;
    }

    private static void assertReason(Future<?> call, Reason reason) {
        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
