package io.spiderweb.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes away while writers are at work. */
class RestartedServerTest {
    private static final int WRITERS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final int port = freePort();

    /** What each key's writer was told: nothing while it waits, empty when it was acknowledged, else why not. */
    private final Map<Key, Optional<Reason>> told = new ConcurrentHashMap<>();

    @Test
    void aRestartUnderLoadLosesNothingAndTheStoreComesBackByItself() throws Exception {
        writeWhile(server -> {
            server.close();
            return Postgres.start(directory, port);
        });
    }

    @Test
    @Tag("faults")
    void aCrashUnderLoadLosesNothingAndTheStoreComesBackByItself() throws Exception {
        writeWhile(server -> {
            long pid = Long.parseLong(
                    Files.readAllLines(directory.resolve("postmaster.pid")).getFirst());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            // SIGQUIT: at once, and as after a power cut the log is replayed at the next start
            new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
            postmaster.onExit().get(20, TimeUnit.SECONDS);
            // it is gone already, but its directory is still locked
            server.close();
            return Postgres.start(directory, port);
        });
    }

    private interface Restart {
        EmbeddedPostgres of(EmbeddedPostgres server) throws Exception;
    }

    private void writeWhile(Restart restart) throws Exception {
        EmbeddedPostgres server = Postgres.start(directory, port);
        try (Store store = PostgresStore.open(Postgres.at(port, "postgres"), PostgresOptions.DEFAULTS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int writer = 0; writer < WRITERS; writer++) {
                    String name = "writer-" + writer + "-";
                    threads.execute(() -> write(store, name));
                }
                awaitCommits();
                server = restart.of(server);
                awaitCommits();
            } finally {
                threads.shutdownNow();
            }
            assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            await().ignoreExceptions().until(() -> store.revision() > 0);
            assertThat(told).allSatisfy((key, reason) -> {
                boolean written = store.get(key).isPresent();
                // of the others nobody can know
                if (reason.isEmpty()) {
                    assertThat(written).as("%s was acknowledged", key).isTrue();
                } else if (reason.get() != Reason.UNKNOWN_OUTCOME) {
                    assertThat(written).as("%s: %s", key, reason.get()).isFalse();
                }
            });
        } finally {
            server.close();
        }
    }

    private void write(Store store, String name) {
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
            Key key = new Key("things", name + i);
            try {
                store.commit(Transaction.of(Write.create(key, name)));
                told.put(key, Optional.empty());
            } catch (StoreException e) {
                told.put(key, Optional.of(e.reason()));
            }
        }
    }

    private long acknowledged() {
        return told.values().stream().filter(Optional::isEmpty).count();
    }

    private void awaitCommits() {
        long enough = acknowledged() + 100;
        await().atMost(PATIENCE).until(() -> acknowledged() > enough);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
