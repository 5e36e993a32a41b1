package io.spiderweb.mount.app.command;

import io.spiderweb.mount.testing.FakeNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Runs the program: in this process, or as people do. */
final class Cli {

    /** What came of a run. */
    record Outcome(int status, String out, String err) {}

    private Cli() {}

    /** In this process, against one node named {@code a}; what goes to the standard streams is not caught. */
    static String run(FakeNode node, String... words) {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("--endpoint", "a=" + node.url()));
        arguments.addAll(List.of(words));
        new CommandLine(new FsMount())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments.toArray(String[]::new));
        return out.toString();
    }

    /** As a process. */
    static Outcome start(Map<String, String> environment, String input, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FsMount.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), out, err);
    }
}
