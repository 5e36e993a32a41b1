package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.stack.ChaosProxy.Cuts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Programs that work in a mount whose connection is in trouble: they notice nothing but time, and nothing is lost or done twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionsInTroubleTest {

    /** Longer than any trouble here lasts, also on a busy machine. */
    private static final int TIMEOUT_SECONDS = 60;

    /** Another one at every run; give {@code -Dchaos.seed} to repeat one. */
    private static final long SEED =
            Long.getLong("chaos.seed", ThreadLocalRandom.current().nextLong());

    private static final Duration RECOVERY = Duration.ofSeconds(TIMEOUT_SECONDS);

    @TempDir
    static Path directory;

    private TroubledMount mount;

    @BeforeAll
    void start() throws Exception {
        Requirements.fuse();
        mount = TroubledMount.start(directory, SEED, TIMEOUT_SECONDS);
        System.out.println("chaos.seed=" + SEED);
    }

    @AfterEach
    void calm() {
        mount.proxy.calm();
    }

    @AfterAll
    void stop() throws Exception {
        if (mount != null) {
            mount.close();
        }
    }

    @Test
    void nothingIsLostOrDoneTwiceWhenConnectionsAreCut() throws Exception {
        mount.proxy.cut(new Cuts(6_000, 250_000));
        mount.proxy.cutAll();
        work("short", 4, 60);
        assertThat(mount.proxy.accepted()).as("connections").isGreaterThan(5);
    }

    @Test
    @Tag("faults")
    void nothingIsLostOrDoneTwiceOverManyCutsAndALongWay() throws Exception {
        mount.proxy.delay(Duration.ofMillis(5));
        // more than what is in flight: a new connection carries all of that before the first answer can be back
        mount.proxy.cut(new Cuts(4_000, 5_000_000));
        mount.proxy.cutAll();
        work("long", 8, 1_000);
        assertThat(mount.proxy.accepted()).as("connections").isGreaterThan(10);
    }

    @Test
    void aPeerThatStopsReadingIsNoticedAndWorkGoesOnWhenItReadsAgain() throws Exception {
        Path file = Files.writeString(mount.mounted.resolve("file"), "before");
        int before = mount.proxy.accepted();
        mount.proxy.stall(true);
        // not virtual ones: a call into a file system that waits holds its carrier
        try (ExecutorService programs = Executors.newFixedThreadPool(2)) {
            Future<Path> write = programs.submit(() -> Files.writeString(file, "during"));
            Future<Path> made = programs.submit(() -> Files.createDirectory(mount.mounted.resolve("made")));
            await().atMost(RECOVERY).until(() -> mount.proxy.accepted() > before);
            mount.proxy.stall(false);
            write.get();
            made.get();
        }
        assertThat(mount.exported.resolve("file")).hasContent("during");
        assertThat(mount.exported.resolve("made")).isEmptyDirectory();
    }

    private void work(String name, int workers, int operations) throws Exception {
        List<FileWorker> all = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            all.add(new FileWorker(mount.mounted.resolve(name + i), operations, SEED + i));
        }
        List<String> report = new ArrayList<>();
        try (ExecutorService programs = Executors.newFixedThreadPool(workers)) {
            for (Future<List<String>> done : programs.invokeAll(all)) {
                report.addAll(done.get());
            }
        }
        assertThat(report).as("seed " + SEED).isEmpty();
        for (int i = 0; i < workers; i++) {
            assertThat(tree(mount.exported.resolve(name + i)))
                    .as("what is on the node's disk, seed " + SEED)
                    .containsExactlyInAnyOrderEntriesOf(
                            new TreeMap<>(printable(all.get(i).expected())));
        }
    }

    private static TreeMap<String, String> tree(Path root) throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.toList()) {
                files.put(
                        entry.getFileName().toString(),
                        Files.isDirectory(entry) ? new byte[0] : Files.readAllBytes(entry));
            }
        }
        return printable(files);
    }

    /** Contents as size and hash, so that a difference can be read. */
    private static TreeMap<String, String> printable(Map<String, byte[]> files) {
        TreeMap<String, String> printable = new TreeMap<>();
        files.forEach(
                (name, content) -> printable.put(name, content.length + " bytes, hash " + Arrays.hashCode(content)));
        return printable;
    }
}
