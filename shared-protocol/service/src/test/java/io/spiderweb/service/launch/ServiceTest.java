package io.spiderweb.service.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample service, built and started as a real one is. */
class ServiceTest {

    @TempDir
    Path directory;

    @Test
    void anOptionWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("sample.properties"), "spiderweb.greeting=file");
        Map<String, String> withFile = Map.of("SPIDERWEB_CONFIG_FILE", file.toString());
        Map<String, String> withBoth = Map.of("SPIDERWEB_CONFIG_FILE", file.toString(), "SPIDERWEB_GREETING", "env");

        try (var nothing = SampleProcess.start(directory, Map.of());
                var fromFile = SampleProcess.start(directory, withFile);
                var fromEnvironment = SampleProcess.start(directory, withBoth);
                var fromOption = SampleProcess.start(directory, withBoth, "--greeting", "option")) {
            assertThat(nothing.body("/greeting")).isEqualTo("hi");
            assertThat(fromFile.body("/greeting")).isEqualTo("file");
            assertThat(fromEnvironment.body("/greeting")).isEqualTo("env");
            assertThat(fromOption.body("/greeting")).isEqualTo("option");
        }
    }

    @Test
    void thePortsAndTheDataDirectoryAreThoseOfTheCommandLine() throws Exception {
        int port = freePort();
        int metrics = freePort();
        Path data = directory.resolve("elsewhere");
        String[] args = {"--port", "" + port, "--metrics-port", "" + metrics, "--data-dir", data.toString()};

        try (var sample = SampleProcess.start(directory, Map.of(), args)) {
            assertThat(sample.port()).isEqualTo(port);
            assertThat(sample.body("/data-dir")).isEqualTo(data.toString());
            assertThat(data).isDirectory();

            assertThat(SampleProcess.get(metrics, "/livez").body()).isEqualTo("ok\n");
            assertThat(SampleProcess.get(metrics, "/readyz").body()).isEqualTo("ready\n");
            assertThat(SampleProcess.get(metrics, "/metrics?x=y").body())
                    .contains("\njvm_threads_live_threads ", "\nhttp_server_requests_seconds_count{");
            assertThat(SampleProcess.get(metrics, "/metrics.json").body()).isEqualTo("{\"greetings\":{\"total\":1}}");
            assertThat(SampleProcess.get(metrics, "/else").statusCode()).isEqualTo(404);
            assertThat(SampleProcess.get(metrics, "/else").body()).isEqualTo("not found\n");
        }
    }

    @Test
    void aPortInUseIsOneLineThatSaysWhatToDo() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "" + taken.getLocalPort();
            assertFails(
                    "sample: port " + port + " on 127.0.0.1 is in use: stop the program that listens there, or choose"
                            + " another with --port\n",
                    Map.of(),
                    "--port",
                    port);
            assertFails(
                    "sample: port " + port + " on 127.0.0.1 is in use: stop the program that listens there, or choose"
                            + " another with --metrics-port\n",
                    Map.of(),
                    "--metrics-port",
                    port);
        }
    }

    @Test
    void aBadSettingIsOneLineThatNamesIt() throws Exception {
        assertFails(
                "sample: configuration: spiderweb.port: Expected an integer value, got \"many\"\n",
                Map.of("SPIDERWEB_PORT", "many"));

        Path file = Files.writeString(directory.resolve("sample.properties"), "spiderweb.gretting=hello");
        assertFails(
                "sample: configuration: " + file + " has an unknown setting spiderweb.gretting\n",
                Map.of(),
                "--config",
                file.toString());
    }

    @Test
    void aFileOrDirectoryThatIsNotThereIsOneLineThatNamesIt() throws Exception {
        assertFails("sample: configuration file /nowhere does not exist\n", Map.of(), "--config", "/nowhere");

        Path file = Files.createFile(directory.resolve("file"));
        assertFails(
                "sample: data directory " + file + " is not a directory: choose another with --data-dir\n",
                Map.of(),
                "--data-dir",
                file.toString());
    }

    @Test
    void sigtermTakesLeaveOfWebSocketsAndEndsWithStatus0() throws Exception {
        try (var sample = SampleProcess.start(directory, Map.of());
                var http = HttpClient.newHttpClient()) {
            var closed = new CloseCode();
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + sample.port() + "/echo"), closed)
                    .get(10, TimeUnit.SECONDS);
            // an answer: only then has the service taken note of the connection
            socket.sendText("hello", true);
            closed.echoed.get(10, TimeUnit.SECONDS);

            sample.terminate();

            assertThat(closed.code.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThat(sample.exitStatus()).isZero();
            assertThat(sample.errors()).isEmpty();
        }
    }

    @Test
    @Tag("faults")
    void sigtermEndsAServiceThatHangs() throws Exception {
        try (var sample = SampleProcess.start(directory, Map.of("SPIDERWEB_HANG", "true"))) {
            sample.port();

            sample.terminate();

            assertThat(sample.exitStatus()).isEqualTo(1);
        }
    }

    private void assertFails(String message, Map<String, String> environment, String... args) throws Exception {
        try (var sample = SampleProcess.start(directory, environment, args)) {
            assertThat(sample.exitStatus()).isEqualTo(1);
            assertThat(sample.errors()).isEqualTo(message);
        }
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static final class CloseCode implements WebSocket.Listener {

        private final CompletableFuture<CharSequence> echoed = new CompletableFuture<>();

        /** Completed with the status code of the close frame. */
        private final CompletableFuture<Integer> code = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            echoed.complete(data);
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            code.complete(statusCode);
            return CompletableFuture.completedFuture(null);
        }
    }
}
