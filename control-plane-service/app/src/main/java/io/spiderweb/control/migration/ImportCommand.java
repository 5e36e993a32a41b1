package io.spiderweb.control.migration;

import io.spiderweb.control.auth.RoleTokenFile;
import io.spiderweb.control.auth.StoredTokens;
import io.spiderweb.control.state.Loading;
import io.spiderweb.control.state.OfflineState;
import io.spiderweb.service.launch.DataOptions;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.json.InvalidJsonException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code spiderweb-control-plane import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Takes over the state of the reference implementation into an empty state, all or nothing, while neither runs.",
        footer = {
            "",
            "If that state is sealed, its key is needed: SPIDERWEB_CONTROL_STATE_KEY_HEX, or one of the previous keys.",
            "",
            "Example:",
            "  spiderweb-control-plane import --from .spiderweb-ltm/runtime-memory.db \\",
            "      --auth-tokens .spiderweb-ltm/auth_tokens.json --dry-run"
        })
public final class ImportCommand implements Callable<Integer> {

    @Mixin
    DataOptions data;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            required = true,
            description = "its memory database, or the snapshot document alone")
    Path from;

    @Option(
            names = "--auth-tokens",
            paramLabel = "FILE",
            description = "its auth_tokens.json; without it, new role tokens are made")
    @Nullable Path authTokens;

    @Option(names = "--dry-run", description = "only tell what would be taken over")
    boolean dryRun;

    @Option(names = "--replace", description = "give up a state that is there")
    boolean replace;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        OfflineState target = OfflineState.of(data.settings());
        ReferenceState state = parse(ReferenceFile.read(from, target.ring()));
        ImportedState imported = Conversion.convert(state, tokens(), System.currentTimeMillis());
        if (!dryRun) {
            target.load(store -> Loading.into(store, imported.documents(), imported.leases(), replace));
        }
        tell(state, imported);
        return 0;
    }

    private @Nullable StoredTokens tokens() {
        return authTokens == null
                ? null
                : new RoleTokenFile(authTokens)
                        .read()
                        .orElseThrow(() -> new StartupException("there is no file " + authTokens));
    }

    private ReferenceState parse(String text) {
        try {
            return ReferenceState.parse(text);
        } catch (InvalidJsonException e) {
            throw new StartupException(
                    "nothing was taken over: the state in " + from + " is not one of the reference: " + e.getMessage(),
                    e);
        }
    }

    private void tell(ReferenceState state, ImportedState imported) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s:%n", dryRun ? "would be taken over" : "taken over");
        out.printf("  nodes            %d%n", state.nodes().size());
        out.printf("  projects         %d%n", state.projects().size());
        out.printf(
                "  mounts           %d%n",
                state.projects().stream()
                        .mapToInt(project -> project.mounts().size())
                        .sum());
        out.printf("  agents at work   %d%n", state.activeProjects().size());
        out.printf("  invites          %d%n", state.invites().size());
        out.printf("  pending joins    %d%n", state.pendingJoins().size());
        out.printf("  role tokens      %s%n", authTokens == null ? "no: new ones are made at the first start" : "both");
        if (!imported.leftOut().isEmpty()) {
            out.printf("of these left out or changed:%n");
            imported.leftOut().forEach(line -> out.printf("  %s%n", line));
        }
        out.flush();
    }
}
