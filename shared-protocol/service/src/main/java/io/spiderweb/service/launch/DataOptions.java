package io.spiderweb.service.launch;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of everything that works on a data directory, services and commands alike, as a picocli mixin. */
public final class DataOptions {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where state and credentials are kept (SPIDERWEB_DATA_DIR; ~/.local/share/spiderweb)")
    @Nullable Path dataDir;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "file of settings, name=value (SPIDERWEB_CONFIG_FILE)",
            defaultValue = "${env:SPIDERWEB_CONFIG_FILE}")
    @Nullable Path config;

    /** What was given on the command line. */
    public Settings settings() {
        return new Settings(config).set("spiderweb.data-dir", dataDir);
    }
}
