package io.spiderweb.node.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The settings of a node, beside those of every service. Tokens are kept as {@link io.spiderweb.wire.Secret} after reading. */
@ConfigMapping(prefix = "spiderweb")
public interface NodeConfig {

    /** {@code name=path[:ro|:rw]} each. */
    Optional<List<String>> export();

    /** What clients must show, from the command line: applies to every node. */
    Optional<String> sessionToken();

    /** The same from the environment: applies to a node without control plane only (spec fs-node 10.1). */
    Optional<String> fsNodeAuthToken();

    Optional<String> controlUrl();

    /** A role token of the control plane. */
    Optional<String> authToken();

    /** By invite if there is one, else by request. */
    Optional<PairMode> pairMode();

    Optional<String> inviteToken();

    Optional<Path> inviteFile();

    @WithDefault("spiderweb-fs-node")
    String nodeName();

    Optional<String> fsUrl();

    Optional<Path> stateFile();

    @WithDefault("900000")
    long leaseTtlMs();

    @WithDefault("60000")
    long refreshIntervalMs();

    @WithDefault("5000")
    long reconnectBackoffMs();

    @WithDefault("60000")
    long reconnectBackoffMaxMs();
}
