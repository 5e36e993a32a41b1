package io.spiderweb.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("faults")
class FullDiskTest {
    private static final int MORE_THAN_FITS = 1_000;

    @TempDir
    Path disk;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) == 0,
                "needs the right to mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void aFullDiskIsSaidAndLosesNothingAndWritingGoesOnOnceThereIsSpace() throws Exception {
        Path ballast = Files.write(disk.resolve("ballast"), new byte[2 << 20]);
        int written = 0;
        try (Store store = SqliteStore.open(disk.resolve("state.db"), SqliteOptions.DEFAULTS)) {
            StoreException full = null;
            while (full == null && written < MORE_THAN_FITS) {
                try {
                    write(store, written);
                    written++;
                } catch (StoreException e) {
                    full = e;
                }
            }
            assertThat(full)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISK_FULL))
                    .hasMessageContaining("the disk is full")
                    .hasMessageContaining("state.db");
            assertThat(written).isPositive();
            assertHas(store, written);
            int refused = written;
            assertThatThrownBy(() -> write(store, refused)).hasMessageContaining("the disk is full");

            Files.delete(ballast);

            write(store, written++);
            assertHas(store, written);
        }
        try (Store store = SqliteStore.open(disk.resolve("state.db"), SqliteOptions.DEFAULTS)) {
            assertHas(store, written);
        }
    }

    private static Key key(int number) {
        return new Key("things", "thing-" + number);
    }

    private static void write(Store store, int number) {
        store.commit(Transaction.of(Write.create(key(number), "x".repeat(20_000))));
    }

    private static void assertHas(Store store, int documents) {
        assertThat(store.revision()).isEqualTo(documents);
        for (int number = 0; number < documents; number++) {
            assertThat(store.get(key(number))).isPresent();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
