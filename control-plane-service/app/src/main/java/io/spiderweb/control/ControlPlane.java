package io.spiderweb.control;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.spiderweb.control.backup.RestoreCommand;
import io.spiderweb.control.migration.ImportCommand;
import io.spiderweb.service.launch.Launcher;
import io.spiderweb.service.launch.Service;
import io.spiderweb.service.launch.ServiceOptions;
import io.spiderweb.service.launch.Version;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code spiderweb-control-plane}. */
@QuarkusMain
@Command(
        name = "spiderweb-control-plane",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {RestoreCommand.class, ImportCommand.class},
        description = "Keeps projects, nodes, leases and mounts, and tells who may do what.",
        footer = {
            "",
            "Tokens that protect mutations come from the environment alone, since a command line is visible to others:",
            "  SPIDERWEB_CONTROL_OPERATOR_TOKEN, SPIDERWEB_CONTROL_PROJECT_SCOPE_TOKEN, SPIDERWEB_CONTROL_NODE_SCOPE_TOKEN",
            "",
            "Examples:",
            "  spiderweb-control-plane",
            "  spiderweb-control-plane --bind 0.0.0.0 --port 18792 --data-dir /var/lib/spiderweb"
        })
public final class ControlPlane implements Callable<Integer> {

    @Mixin
    ServiceOptions service;

    @Option(
            names = "--default-agent",
            paramLabel = "AGENT",
            description = "the primary agent, which needs no project tokens (SPIDERWEB_DEFAULT_AGENT; mother)")
    @Nullable String defaultAgent;

    public static void main(String... args) {
        Launcher.run(new ControlPlane(), args);
    }

    @Override
    public Integer call() {
        return Service.run(service.settings().set("spiderweb.default-agent", defaultAgent));
    }
}
