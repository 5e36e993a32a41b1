package io.spiderweb.mount.app.command;

import io.spiderweb.mount.app.MountRequest;
import io.spiderweb.mount.app.fuse.FuseOptions;
import io.spiderweb.mount.app.fuse.Limitation;
import io.spiderweb.service.launch.Service;
import io.spiderweb.service.launch.ServiceOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code mount}: the tree in a directory of this machine, until it is unmounted or told to stop. */
@Command(
        name = "mount",
        sortOptions = false,
        description = "Mounts the tree, and serves it until it is unmounted (fusermount -u) or stopped (SIGTERM).",
        footer = {"", "What a program cannot have on such a mount: mount --capabilities"})
final class MountCommand implements Callable<Integer> {

    @ParentCommand
    private FsMount parent;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "MOUNTPOINT",
            arity = "0..1",
            description = "an empty directory; it is made if it does not exist")
    private @Nullable Path mountPoint;

    @Option(names = "--read-only", description = "refuse changes")
    private boolean readOnly;

    @Option(names = "--allow-other", description = "let other users in (needs user_allow_other in /etc/fuse.conf)")
    private boolean allowOther;

    @Option(names = "--capabilities", description = "print what such a mount cannot do, and end")
    private boolean capabilities;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "port of /livez, /readyz and /metrics, 0 for none (SPIDERWEB_METRICS_PORT; 18799)")
    private @Nullable Integer metricsPort;

    @Option(
            names = "--metrics-bind",
            paramLabel = "ADDRESS",
            description = "their address (SPIDERWEB_METRICS_BIND; 127.0.0.1)")
    private @Nullable String metricsBind;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warn, info or debug (SPIDERWEB_LOG_LEVEL; info)")
    private @Nullable String logLevel;

    @Override
    public Integer call() {
        if (capabilities) {
            return printLimitations();
        }
        if (mountPoint == null) {
            throw new ParameterException(command.commandLine(), "MOUNTPOINT is missing");
        }
        TreeOptions tree = parent.tree();
        MountRequest.install(new MountRequest(
                tree.staticEndpoints(),
                tree.workspace(),
                tree.syncInterval(),
                tree.patience(),
                mountPoint,
                new FuseOptions(readOnly, allowOther)));
        return Service.run(new ServiceOptions()
                .settings()
                .set("spiderweb.metrics-port", metricsPort)
                .set("spiderweb.metrics-bind", metricsBind)
                .set("spiderweb.log-level", logLevel)
                .set("spiderweb.tls-ca-file", tree.authorities().orElse(null)));
    }

    private int printLimitations() {
        PrintWriter out = command.commandLine().getOut();
        out.println("A mount through libfuse 2 has these limits:");
        for (Limitation limitation : Limitation.values()) {
            out.println("SKIPPED " + limitation + ": " + limitation.meaning());
        }
        out.flush();
        return 0;
    }
}
