package io.spiderweb.node.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.spiderweb.node.FsNode;
import io.spiderweb.node.NodeLimits;
import io.spiderweb.node.access.Access;
import io.spiderweb.node.export.ExportSpec;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes the engine from the settings. */
class Wiring {

    @Produces
    @Singleton
    FsNode node(NodeConfig config, MeterRegistry registry) {
        NodeMetrics metrics = new NodeMetrics(registry);
        try {
            FsNode node = FsNode.open(exports(config), access(config), NodeLimits.DEFAULT, metrics);
            metrics.watch(node);
            return node;
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    void close(@Disposes FsNode node) {
        node.close();
    }

    private static List<ExportSpec> exports(NodeConfig config) {
        return config.export()
                .map(texts -> texts.stream().map(ExportSpec::parse).toList())
                .orElse(List.of(ExportSpec.DEFAULT));
    }

    /** What holds until the node is paired, and for good where it does not pair (spec fs-node 10.2). */
    private static Access access(NodeConfig config) {
        Optional<Secret> given = secret(config.sessionToken());
        if (config.controlUrl().isPresent()) {
            return given.<Access>map(Access.OneToken::new)
                    .orElse(new Access.NotYet("this node has not joined its control plane yet"));
        }
        return given.or(() -> secret(config.fsNodeAuthToken()))
                .<Access>map(Access.OneToken::new)
                .orElse(new Access.Anyone());
    }

    /** Trimmed; an empty one is none (spec fs-node 10.1). */
    static Optional<Secret> secret(Optional<String> setting) {
        return setting.map(String::strip).filter(text -> !text.isEmpty()).map(Secret::new);
    }
}
