package io.spiderweb.mount.app.command;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.MountOptions;
import io.spiderweb.mount.Workspace;
import io.spiderweb.mount.app.FirstMounts;
import io.spiderweb.mount.source.WorkspaceAddress;
import io.spiderweb.transport.WsClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Does one thing with a tree: connects to what that needs, and hears of no changes. */
final class OneShot {

    /** One operation. */
    @FunctionalInterface
    interface Action {
        void run(Workspace files) throws IOException;
    }

    private OneShot() {}

    static int run(TreeOptions tree, Action action) throws IOException {
        // the error that ends the command says what there is to say
        Logger.getLogger("").setLevel(Level.OFF);
        List<EndpointSpec> endpoints = new ArrayList<>(tree.staticEndpoints());
        Optional<WorkspaceAddress> workspace = tree.workspace();
        MountOptions options = MountOptions.forOneCommand().withPatience(tree.patience());
        try (WsClient client = WsClient.create(tree.authorities().orElse(null))) {
            if (workspace.isPresent()) {
                endpoints.addAll(FirstMounts.of(client, workspace.get()));
            }
            try (Workspace files = Workspace.open(client, options, endpoints)) {
                action.run(files);
            }
        }
        return 0;
    }
}
