package io.spiderweb.service.app;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.spiderweb.service.launch.Launcher;
import io.spiderweb.service.launch.Service;
import io.spiderweb.service.launch.ServiceOptions;
import io.spiderweb.service.launch.Version;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The smallest service there is; the tests run it as a process. */
@QuarkusMain
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Says a greeting.",
        footer = {"", "Example:", "  sample --port 8080 --greeting hello"})
public final class SampleService implements Callable<Integer> {

    @Mixin
    ServiceOptions service;

    @Option(names = "--greeting", paramLabel = "TEXT", description = "what to say (SPIDERWEB_GREETING)")
    @Nullable String greeting;

    public static void main(String... args) {
        Launcher.run(new SampleService(), args);
    }

    @Override
    public Integer call() {
        return Service.run(service.settings().set("spiderweb.greeting", greeting));
    }
}
