package io.spiderweb.control;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.spiderweb.wire.Secret;
import java.time.Duration;
import java.util.Optional;

/** The settings of the control plane beside those that every service has ({@code spec control 10}). */
@ConfigMapping(prefix = "spiderweb")
public interface ControlConfig {

    /** The primary agent. */
    String defaultAgent();

    /** For how long a node that fell silent stays known, with its mounts, as in {@code 36h} or {@code 7d}. */
    @WithDefault("7d")
    Duration nodeGracePeriod();

    /** Allows every gated mutation. */
    Optional<Secret> controlOperatorToken();

    /** Allows gated mutations of projects. */
    Optional<Secret> controlProjectScopeToken();

    /** Allows gated mutations of nodes. */
    Optional<Secret> controlNodeScopeToken();

    /** How many audit records are kept; the oldest make room. */
    @WithDefault("100000")
    int auditRecords();
}
