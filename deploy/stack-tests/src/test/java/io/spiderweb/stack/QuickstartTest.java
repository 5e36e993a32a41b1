package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newcomer's command as a newcomer runs it, {@code kill -9} included. */
class QuickstartTest {

    private static final int PORT_OFFSET = 5_000;

    @TempDir
    Path directory;

    private Path data;
    private Path docs;
    private Path work;

    @BeforeEach
    void makeFiles() throws IOException {
        data = directory.resolve("data");
        docs = Files.createDirectories(directory.resolve("docs"));
        work = Files.createDirectories(directory.resolve("work"));
        Files.writeString(docs.resolve("about.md"), "Spiderweb is one file tree.\nIt is spread over many machines.\n");
    }

    @Test
    void tellsItsStoryTwiceAndLeavesNothingBehind() throws Exception {
        Requirements.fuse();
        for (int run = 1; run <= 2; run++) {
            Run once = start("--once");
            assertThat(once.awaitEnd()).as(once::output).isZero();
            assertThat(once.output()).contains("tool   file_list", "tool   search_code", "tool   file_write");
            assertThat(work.resolve("quickstart-report.md")).content().contains("about.md");
            assertNothingRuns();
        }
    }

    @Test
    void worksAgainAfterItWasKilled() throws Exception {
        Requirements.fuse();
        Run killed = start();
        await().atMost(Duration.ofSeconds(90))
                .until(() -> killed.hasEnded() || killed.output().contains("Try next"));
        assertThat(killed.hasEnded()).as(killed::output).isFalse();
        killed.process.destroyForcibly().waitFor();
        Run again = start("--once");
        assertThat(again.awaitEnd()).as(again::output).isZero();
        assertNothingRuns();
    }

    @Test
    void endsWithinTenSecondsOnSigterm() throws Exception {
        Requirements.fuse();
        Run run = start();
        await().atMost(Duration.ofSeconds(90))
                .until(() -> run.hasEnded() || run.output().contains("Try next"));
        assertThat(run.hasEnded()).as(run::output).isFalse();
        run.process.destroy();
        assertThat(run.process.waitFor(10, TimeUnit.SECONDS)).as(run::output).isTrue();
        assertNothingRuns();
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        int port = Ports.standard(PORT_OFFSET).controlPlane();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Run run = start("--once", "--no-mount");
            assertThat(run.awaitEnd()).isEqualTo(1);
            assertThat(run.output())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("in use")
                    .doesNotContain("\tat ");
        }
        assertNothingRuns();
    }

    @Test
    void saysWhichDirectoryIsMissing() throws Exception {
        Run run = launch("--export", directory.resolve("nowhere").toString(), "--once");
        assertThat(run.awaitEnd()).isEqualTo(1);
        assertThat(run.output()).contains("there is no directory '" + directory.resolve("nowhere"));
    }

    private Run start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--export", docs + ":ro", "--export", work.toString()));
        all.addAll(List.of(arguments));
        return launch(all.toArray(String[]::new));
    }

    private Run launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName(),
                "--data-dir",
                data.toString(),
                "--port-offset",
                Integer.toString(PORT_OFFSET)));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new Run(builder.start(), output);
    }

    private void assertNothingRuns() throws IOException {
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
        String marker = data.toString();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info().arguments().stream()
                                .flatMap(java.util.Arrays::stream)
                                .anyMatch(argument -> argument.contains(marker)))
                        .map(process -> process.info().commandLine().orElse("?")))
                .isEmpty();
    }

    private record Run(Process process, Path file) {

        int awaitEnd() throws InterruptedException {
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("it did not end:\n" + output());
            }
            return process.exitValue();
        }

        boolean hasEnded() {
            return !process.isAlive();
        }

        String output() {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
