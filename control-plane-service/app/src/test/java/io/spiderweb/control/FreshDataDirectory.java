package io.spiderweb.control;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The tests' control plane starts where nobody has been before, seals its state and shows its metrics. */
public final class FreshDataDirectory implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        try (ServerSocket free = new ServerSocket(0)) {
            Path target = Files.createDirectories(Path.of("target"));
            return Map.of(
                    "spiderweb.data-dir",
                    Files.createTempDirectory(target, "data").toString(),
                    "spiderweb.control-state-key-hex",
                    "5a".repeat(32),
                    "spiderweb.metrics-port",
                    String.valueOf(free.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // the directory goes with the build's
    }
}
