package io.spiderweb.service.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sample service as a process of its own. */
final class SampleProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("listens on 127.0.0.1 port (\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path out;
    private final Path err;

    private SampleProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static SampleProcess start(Path directory, Map<String, String> environment, String... args) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
        // as the launchers start a service
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-jar", SampleBuild.JAR.toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment()
                .put("SPIDERWEB_DATA_DIR", directory.resolve("data").toString());
        builder.environment().putAll(environment);
        return new SampleProcess(builder.start(), out, err);
    }

    /** The port, once it listens. */
    int port() {
        return Integer.parseInt(await().atMost(Duration.ofSeconds(30))
                .until(() -> LISTENS.matcher(Files.readString(out)), Matcher::find)
                .group(1));
    }

    String body(String path) throws IOException, InterruptedException {
        return get(port(), path).body();
    }

    static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    int exitStatus() throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("has ended").isTrue();
        return process.exitValue();
    }

    /** What it has logged so far. */
    String output() throws IOException {
        return Files.readString(out);
    }

    String errors() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
