package io.spiderweb.service.launch;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Configuration properties that the command line sets, and the file it names. */
public final class Settings {

    /** Above system properties (400) and the environment (300). */
    private static final int ABOVE_ENVIRONMENT = 450;

    /** Below the environment and its {@code .env} file (295), above {@code application.properties} (250). */
    private static final int BELOW_ENVIRONMENT = 290;

    private final @Nullable Path file;
    private final Map<String, String> options = new HashMap<>();

    Settings(@Nullable Path file) {
        this.file = file;
    }

    /** Sets a property; an option that was not given ({@code null}) sets nothing. */
    public Settings set(String property, @Nullable Object value) {
        if (value != null) {
            options.put(property, value.toString());
        }
        return this;
    }

    /**
     * The configuration as the service would have it, for a command that does not start it.
     *
     * @throws StartupException where the file cannot be read
     */
    public SmallRyeConfig withoutService(Class<?>... mappings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .withSources(new DotEnvConfigSourceProvider())
                .withSources(sources())
                // the variables of other services are no mistake here
                .withValidateUnknown(false);
        for (Class<?> mapping : mappings) {
            builder.withMapping(mapping);
        }
        return builder.build();
    }

    /** @throws StartupException where the file cannot be read */
    List<ConfigSource> sources() {
        ConfigSource fromOptions = new PropertiesConfigSource(options, "command line", ABOVE_ENVIRONMENT);
        return file == null
                ? List.of(fromOptions)
                : List.of(fromOptions, new PropertiesConfigSource(read(file), file.toString(), BELOW_ENVIRONMENT));
    }

    private static Properties read(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new StartupException("configuration file " + file + " does not exist", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupException("cannot read configuration file " + file + ": " + e, e);
        }
        return properties;
    }
}
