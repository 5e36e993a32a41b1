package io.spiderweb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spiderweb.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every backend does when the disk is full. */
@Tag("faults")
public abstract class FullDiskContract {
    private static final int MORE_THAN_FITS = 1_000;

    @TempDir
    protected Path disk;

    /** Opens the store on {@link #disk}, the same one after it was closed. */
    protected abstract Store open() throws Exception;

    /** Of the disk; half of it is free for the store. */
    protected abstract int megabytes();

    @BeforeEach
    void mountASmallDisk() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes() + "m", "tmpfs", disk.toString()) == 0,
                "needs the right to mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void aFullDiskIsSaidAndLosesNothingAndWritingGoesOnOnceThereIsSpace() throws Exception {
        int written = 0;
        try (Store store = open()) {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[megabytes() << 19]);
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
                    .hasMessageContaining("disk")
                    .hasMessageContaining("full");
            assertThat(written).isPositive();
            assertHas(store, written);
            int refused = written;
            assertThatThrownBy(() -> write(store, refused)).hasMessageContaining("full");

            Files.delete(ballast);

            write(store, written++);
            assertHas(store, written);
        }
        try (Store store = open()) {
            assertHas(store, written);
        }
    }

    private static Key key(int number) {
        return new Key("things", "thing-" + number);
    }

    private static void write(Store store, int number) {
        // what a database cannot compress
        byte[] noise = new byte[15_000];
        new Random(number).nextBytes(noise);
        store.commit(
                Transaction.of(Write.create(key(number), Base64.getEncoder().encodeToString(noise))));
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
