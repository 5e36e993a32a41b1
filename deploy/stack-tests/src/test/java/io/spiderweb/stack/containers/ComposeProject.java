package io.spiderweb.stack.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.stack.Checkout;
import io.spiderweb.stack.Stack.CommandResult;
import io.spiderweb.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A project of the repository's compose file, with settings of its own. */
final class ComposeProject {

    private static final String NAME = "spiderweb-compose-test";
    private static final Duration START = Duration.ofMinutes(4);

    private final Engine engine;
    private final Path file;

    /** @param directory gets a copy of the compose file and of its settings */
    ComposeProject(Engine engine, Path directory, Map<String, String> settings) throws IOException {
        Path top = Checkout.find().top();
        this.engine = engine;
        this.file = Files.copy(top.resolve("docker-compose.yml"), directory.resolve("docker-compose.yml"));
        String changed = Files.readAllLines(top.resolve(".env")).stream()
                .map(line -> {
                    String name = line.split("=", 2)[0];
                    return settings.containsKey(name) ? name + "=" + settings.get(name) : line;
                })
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(directory.resolve(".env"), changed);
    }

    void build() throws StackException, InterruptedException {
        compose(Checkout.find().top().resolve("docker-compose.yml"), Duration.ofMinutes(30), "build");
    }

    void up() throws StackException, InterruptedException {
        compose(file, START, "up", "-d", "--no-build");
    }

    void down(String... options) throws StackException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("down"));
        arguments.addAll(List.of(options));
        compose(file, Duration.ofMinutes(2), arguments.toArray(String[]::new));
    }

    /** Waits until the health check of a service is content. */
    void awaitReady(String service, String healthCheck) {
        await().atMost(START)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(run("exec", container(service), "sh", "-c", healthCheck)
                                .status())
                        .as(service)
                        .isZero());
    }

    /** What a command in a container writes to standard output; a failure is one of the test. */
    String exec(String service, String script) throws StackException, InterruptedException {
        return successful(run("exec", container(service), "sh", "-c", script));
    }

    /** A command of the engine for the container of a service, such as {@code kill}. */
    String tell(String service, String command, String... options) throws StackException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(options));
        arguments.add(container(service));
        return successful(run(arguments.toArray(String[]::new)));
    }

    /** What a service wrote since its container was made. */
    CommandResult logs(String service) throws StackException, InterruptedException {
        return run("logs", container(service));
    }

    private String container(String service) throws StackException, InterruptedException {
        String id = successful(run(
                        "ps",
                        "-a",
                        "-q",
                        "--filter",
                        "label=com.docker.compose.project=" + NAME,
                        "--filter",
                        "label=com.docker.compose.service=" + service))
                .strip();
        assertThat(id).as("container of " + service).isNotEmpty();
        return id;
    }

    private CommandResult run(String... arguments) throws StackException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(engine.command()));
        command.addAll(List.of(arguments));
        return CommandResult.of(command, Duration.ofMinutes(1));
    }

    private void compose(Path composeFile, Duration patience, String... arguments)
            throws StackException, InterruptedException {
        List<String> command = new ArrayList<>(engine.compose());
        command.addAll(List.of("-f", composeFile.toString(), "-p", NAME));
        command.addAll(List.of(arguments));
        successful(CommandResult.of(command, patience));
    }

    private static String successful(CommandResult result) {
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        return result.out();
    }
}
