package io.spiderweb.store;

import io.spiderweb.store.postgres.Database;
import io.spiderweb.store.postgres.PostgresOptions;
import io.spiderweb.store.postgres.PostgresStore;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A process that writes pairs of documents until it is killed, and prints the id of each pair that was acknowledged. */
public final class CommitLoop {
    private static final int WRITERS = 8;
    /** Tells a whole line from one that the kill cut off. */
    private static final String END = ";";

    private final Process process;
    private final BufferedReader output;

    private CommitLoop(Process process) {
        this.process = process;
        output = process.inputReader();
    }

    /** @param location a file, or the address of a database */
    public static CommitLoop start(String location, String name) throws IOException {
        return new CommitLoop(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommitLoop.class.getName(),
                        location,
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line of the process, null once it has ended. */
    public @Nullable String nextLine() throws IOException {
        String line = output.readLine();
        return line == null || !line.endsWith(END) ? null : line.substring(0, line.length() - END.length());
    }

    /** Ends the process with SIGKILL, and returns what it still had said. */
    public List<String> kill() throws InterruptedException {
        // by its handle, as Process.destroyForcibly would also close the stream that is still to be read
        process.toHandle().destroyForcibly();
        List<String> rest = output.lines()
                .filter(line -> line.endsWith(END))
                .map(line -> line.substring(0, line.length() - END.length()))
                .toList();
        process.waitFor();
        return rest;
    }

    static Key left(String id) {
        return new Key("left", id);
    }

    static Key right(String id) {
        return new Key("right", id);
    }

    public static void main(String[] arguments) {
        try (Store store = open(arguments[0]);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                String prefix = arguments[1] + "-" + writer + "-";
                threads.execute(() -> {
                    for (int i = 0; ; i++) {
                        store.commit(Transaction.of(
                                Write.create(left(prefix + i), "x".repeat(300)),
                                Write.create(right(prefix + i), "x".repeat(300))));
                        say(prefix + i);
                    }
                });
            }
        } catch (StoreException e) {
            say(e.reason() + ": " + e.getMessage());
        }
    }

    private static Store open(String location) {
        return location.startsWith("postgresql:")
                ? PostgresStore.open(
                        Database.of(location, Optional.of("postgres"), Optional.empty()), PostgresOptions.DEFAULTS)
                : SqliteStore.open(Path.of(location), SqliteOptions.DEFAULTS);
    }

    private static void say(String line) {
        System.out.print(line + END + "\n");
        System.out.flush();
    }
}
