package io.spiderweb.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.store.CommitLoop;
import io.spiderweb.store.KilledProcessContract;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, and other processes on the same database. */
class KilledProcessTest extends KilledProcessContract {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("state.db");
    }

    @Override
    protected String location() {
        return file().toString();
    }

    @Override
    protected Store open() {
        return SqliteStore.open(file(), SqliteOptions.DEFAULTS);
    }

    @Test
    void aDatabaseInUseIsRefusedUntilTheOtherProcessEnds() throws Exception {
        CommitLoop other = CommitLoop.start(location(), "other");
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
            CommitLoop other = CommitLoop.start(location(), "other");
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
