package io.spiderweb.service.launch;

import io.quarkus.runtime.annotations.StaticInitSafe;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * Hands what the command line set to Quarkus, which finds this class through the service loader. Static, because
 * nothing else leads from {@code main} to the configuration of an application that is not yet up. Without a launcher
 * (in a test) there is nothing to hand over.
 */
@StaticInitSafe
public final class LaunchConfigSources implements ConfigSourceProvider {

    private static volatile List<ConfigSource> installed = List.of();

    static void install(List<ConfigSource> sources) {
        installed = List.copyOf(sources);
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader forClassLoader) {
        return installed;
    }
}
