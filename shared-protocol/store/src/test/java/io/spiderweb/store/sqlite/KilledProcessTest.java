package io.spiderweb.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.store.Document;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other processes on the same database, and processes that are killed. */
class KilledProcessTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("state.db");
    }

    @Test
    void everyAcknowledgedCommitSurvivesAKill() throws Exception {
        killAndCheck(3);
    }

    @Test
    @Tag("faults")
    void everyAcknowledgedCommitSurvivesManyKills() throws Exception {
        killAndCheck(30);
    }

    private void killAndCheck(int kills) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int kill = 1; kill <= kills; kill++) {
            CommitLoop writer = CommitLoop.start(file(), "kill-" + kill);
            int enough = acknowledged.size() + 37 * kill;
            while (acknowledged.size() < enough) {
                String id = writer.nextLine();
                assertThat(id).as("the process went on until it was killed").isNotNull();
                acknowledged.add(id);
            }
            acknowledged.addAll(writer.kill());

            try (Store store = SqliteStore.open(file(), SqliteOptions.DEFAULTS)) {
                Set<String> left = ids(store, "left");
                assertThat(left).containsAll(acknowledged).isEqualTo(ids(store, "right"));
            }
        }
    }

    private static Set<String> ids(Store store, String collection) {
        Set<String> ids = new HashSet<>();
        Range range = Range.of(collection);
        List<Document> page = store.list(range);
        while (!page.isEmpty()) {
            page.forEach(document -> ids.add(document.key().id()));
            page = store.list(range.after(page.getLast().key().id()));
        }
        return ids;
    }

    @Test
    void aDatabaseInUseIsRefusedUntilTheOtherProcessEnds() throws Exception {
        CommitLoop other = CommitLoop.start(file(), "other");
        assertThat(other.nextLine()).startsWith("other");

        assertInUse();
        other.kill();

        SqliteStore.open(file(), SqliteOptions.DEFAULTS).close();
    }

    @Test
    void aRefusedSecondStoreInOneProcessDoesNotLetOthersIn() throws Exception {
        List<String> said = new ArrayList<>();
        try (Store store = SqliteStore.open(file(), SqliteOptions.DEFAULTS)) {
            assertInUse();
            CommitLoop other = CommitLoop.start(file(), "other");
            said.add(other.nextLine());
            other.kill();
            assertThat(store.revision()).isZero();
        }
        assertThat(said.getFirst()).startsWith("IN_USE").contains(file().toString());
    }

    private void assertInUse() {
        assertThatThrownBy(() -> SqliteStore.open(file(), SqliteOptions.DEFAULTS))
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.IN_USE);
                    assertThat(e).hasMessageContaining(file() + " is in use by another process");
                });
    }
}
