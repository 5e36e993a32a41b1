package io.spiderweb.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One service of the stack as a process of its own, its output in a file. */
public final class ServiceProcess {

    /** What SIGTERM allows a service. */
    public static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final int TAIL = 15;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Process process;
    private final Path log;
    private final int probePort;

    private ServiceProcess(String name, Process process, Path log, int probePort) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.probePort = probePort;
    }

    /**
     * Starts a service and returns at once.
     *
     * @param probePort where it answers {@code /readyz}
     * @param environment added to this process's own; the place for secrets, which a command line would show to everybody
     */
    static ServiceProcess start(
            String name, List<String> command, Map<String, String> environment, Path log, int probePort)
            throws StackException {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return new ServiceProcess(name, process, log, probePort);
        } catch (IOException e) {
            throw new StackException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Waits until it is ready. A service that ends instead is reported with the last lines of its output. */
    public void awaitReady() throws StackException, InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!isReady()) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new StackException(name + " ended with exit status " + process.exitValue() + ":\n" + tail());
            }
            if (System.nanoTime() > deadline) {
                throw new StackException(name + " was not ready after " + START_TIMEOUT.toSeconds() + " s (its output: "
                        + log + "):\n" + tail());
            }
        }
    }

    public boolean isReady() throws InterruptedException {
        try {
            HttpRequest probe = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + probePort + "/readyz"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return process.isAlive()
                    && HTTP.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** SIGTERM, and SIGKILL for what is still there after ten seconds. True when it ended by itself. */
    public boolean stop() throws InterruptedException {
        process.destroy();
        if (process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        kill();
        return false;
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks it to stop, without waiting. */
    void terminate() {
        process.destroy();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int exitStatus() {
        return process.exitValue();
    }

    public String name() {
        return name;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    public Path log() {
        return log;
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }
}
