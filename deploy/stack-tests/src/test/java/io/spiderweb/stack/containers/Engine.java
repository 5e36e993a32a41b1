package io.spiderweb.stack.containers;

import static org.junit.jupiter.api.Assumptions.abort;

import io.spiderweb.stack.Stack.CommandResult;
import io.spiderweb.stack.StackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs containers on this machine.
 *
 * @param command for one container
 * @param compose for a compose file
 */
record Engine(String command, List<String> compose) {

    private static final String SMALLEST = "docker.io/library/eclipse-temurin:25-jre";

    private static final List<Engine> KNOWN = List.of(
            new Engine("docker", List.of("docker", "compose")), new Engine("podman", List.of("podman-compose")));

    /** The first that runs a container; where none does, the test is skipped. */
    static Engine find() throws InterruptedException {
        StringBuilder reasons = new StringBuilder();
        for (Engine engine : KNOWN) {
            String reason = engine.unusable();
            if (reason.isEmpty()) {
                return engine;
            }
            reasons.append("; ").append(engine.command).append(": ").append(reason);
        }
        return abort("no containers can be run here" + reasons);
    }

    /** Why it runs no containers; empty if it does. */
    private String unusable() throws InterruptedException {
        List<String> composes = new ArrayList<>(compose);
        composes.add("version");
        for (List<String> probe : List.of(composes, List.of(command, "run", "--rm", SMALLEST, "true"))) {
            try {
                CommandResult result = CommandResult.of(probe, Duration.ofMinutes(5));
                if (result.status() != 0) {
                    return result.err().strip().lines().findFirst().orElse("it failed and did not say why");
                }
            } catch (StackException e) {
                return String.valueOf(e.getMessage());
            }
        }
        return "";
    }
}
