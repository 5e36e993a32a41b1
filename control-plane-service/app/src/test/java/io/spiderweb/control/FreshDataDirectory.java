package io.spiderweb.control;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The tests' control plane starts where nobody has been before, and seals its state. */
public final class FreshDataDirectory implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        try {
            Path target = Files.createDirectories(Path.of("target"));
            return Map.of(
                    "spiderweb.data-dir",
                    Files.createTempDirectory(target, "data").toString(),
                    "spiderweb.control-state-key-hex",
                    "5a".repeat(32));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // the directory goes with the build's
    }
}
