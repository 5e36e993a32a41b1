package io.spiderweb.store.sqlite;

import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A process that writes pairs of documents until it is killed, and prints the id of each pair that was acknowledged. */
final class CommitLoop {
    private static final int WRITERS = 8;
    /** Tells a whole line from one that the kill cut off. */
    private static final String END = ";";

    private final Process process;
    private final BufferedReader output;

    private CommitLoop(Process process) {
        this.process = process;
        output = process.inputReader();
    }

    static CommitLoop start(Path file, String name) throws IOException {
        return new CommitLoop(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommitLoop.class.getName(),
                        file.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line of the process, null once it has ended. */
    @Nullable String nextLine() throws IOException {
        String line = output.readLine();
        return line == null || !line.endsWith(END) ? null : line.substring(0, line.length() - END.length());
    }

    /** Ends the process with SIGKILL, and returns what it still had said. */
    List<String> kill() throws InterruptedException {
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
        try (Store store = SqliteStore.open(Path.of(arguments[0]), SqliteOptions.DEFAULTS);
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

    private static void say(String line) {
        System.out.print(line + END + "\n");
        System.out.flush();
    }
}
