package io.spiderweb.control.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedStoreTest {

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void callsAreCountedByTheirNameWhetherTheySucceedOrNot() {
        Store store =
                TimedStore.of(SqliteStore.open(directory.resolve("control.db"), SqliteOptions.DEFAULTS), registry);
        store.commit(Transaction.of(Write.create(new Key("thing", "a"), "{}")));
        assertThat(store.get(new Key("thing", "a"))).isPresent();
        store.leases().renew("node-1", Duration.ofMinutes(1));
        store.leases().renew("node-1", Duration.ofMinutes(1));
        assertThat(store.all("thing")).hasSize(1);
        store.awaitChange(0, Duration.ofMillis(1));
        store.close();
        assertThatThrownBy(() -> store.get(new Key("thing", "a"))).isInstanceOf(StoreException.class);

        assertThat(calls("commit")).isEqualTo(1);
        assertThat(calls("get")).isEqualTo(2);
        assertThat(calls("list")).isPositive();
        assertThat(calls("leases.renew")).isEqualTo(2);
        assertThat(registry.find("spiderweb.store.calls")
                        .tag("call", "awaitChange")
                        .timer())
                .isNull();
    }

    private long calls(String name) {
        return registry.get("spiderweb.store.calls").tag("call", name).timer().count();
    }
}
