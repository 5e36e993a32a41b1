package io.spiderweb.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** The gateway's settings; those of every service are in {@link io.spiderweb.service.ServiceConfig}. */
@ConfigMapping(prefix = "spiderweb")
public interface GatewayConfig {

    /** Where the control plane listens. */
    @WithDefault("ws://127.0.0.1:18792/")
    String controlUrl();

    /** How long an operation of the control plane may take. */
    @WithDefault("45s")
    Duration controlTimeout();

    /** Who answers: {@code demo} or {@code openai}; if absent, {@code openai} where there is a key for it. */
    Optional<String> provider();

    /** Which of the provider's models; its default one if absent. */
    Optional<String> model();

    /** Longest silence of a provider, before its answer and between two pieces, in milliseconds. */
    @WithDefault("120000")
    long providerTimeoutMs();

    /** Turns of one agent that may wait ({@code spec gateway 9}); 0 refuses all. */
    @WithDefault("128")
    int runtimeRequestQueueMax();

    /** From the submission of a turn to its end, in milliseconds ({@code spec gateway 9}). */
    @WithDefault("300000")
    long chatOperationTimeoutMs();

    /** How often the workspaces in use are looked up anew. */
    @WithName("workspace-sync-interval-ms")
    @WithDefault("5000")
    long workspaceSyncIntervalMs();
}
