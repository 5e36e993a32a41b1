package io.spiderweb.control.backup;

import io.spiderweb.control.state.Loading;
import io.spiderweb.control.state.OfflineState;
import io.spiderweb.service.launch.DataOptions;
import io.spiderweb.service.launch.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code spiderweb-control-plane restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Puts a backup into an empty state, while no control plane uses it. The file is checked as a whole first.",
        footer = {
            "",
            "The key that the backup is sealed with is needed: SPIDERWEB_CONTROL_STATE_KEY_HEX, or one of the previous keys.",
            "",
            "Example:",
            "  spiderweb-control-plane restore --from state.backup --data-dir /var/lib/spiderweb"
        })
public final class RestoreCommand implements Callable<Integer> {

    @Mixin
    DataOptions data;

    @Option(names = "--from", paramLabel = "FILE", required = true, description = "the backup")
    Path from;

    @Option(names = "--replace", description = "give up a state that is there")
    boolean replace;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        OfflineState state = OfflineState.of(data.settings());
        Snapshot snapshot = read(state);
        state.load(store -> Loading.into(store, snapshot.documents(), snapshot.leases(), replace));
        spec.commandLine()
                .getOut()
                .printf(
                        "restored %d documents and %d leases; start the control plane%n",
                        snapshot.documents().size(), snapshot.leases().size());
        return 0;
    }

    private Snapshot read(OfflineState state) {
        try {
            return BackupFile.read(from, state.ring());
        } catch (IOException e) {
            throw new StartupException("nothing was restored: " + e.getMessage(), e);
        }
    }
}
