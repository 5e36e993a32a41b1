package io.spiderweb.gateway;

import io.quarkus.runtime.StartupEvent;
import io.spiderweb.gateway.control.ControlPlane;
import io.spiderweb.gateway.provider.Provider;
import io.spiderweb.gateway.turn.Turns;
import io.spiderweb.gateway.workspace.Workspaces;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.service.lifecycle.Stopping;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Checks the settings at the start, keeps workspaces up to date while the gateway runs, and ends turns when it stops. */
@Singleton
class Lifecycle {

    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    /** Sockets are closed after this, and the process has 10 seconds for all. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration IDLE_CHECK = Duration.ofSeconds(10);

    private final GatewayConfig config;
    private final Provider provider;
    private final ControlPlane controlPlane;
    private final Workspaces workspaces;
    private final Turns turns;
    private @Nullable Thread keeper;

    @Inject
    Lifecycle(GatewayConfig config, Provider provider, ControlPlane controlPlane, Workspaces workspaces, Turns turns) {
        this.config = config;
        this.provider = provider;
        this.controlPlane = controlPlane;
        this.workspaces = workspaces;
        this.turns = turns;
    }

    void start(@Observes StartupEvent event) {
        if (config.chatOperationTimeoutMs() < 1
                || config.workspaceSyncIntervalMs() < 1
                || config.providerTimeoutMs() < 1) {
            throw new StartupException(
                    "chat-operation-timeout-ms, workspace-sync-interval-ms and provider-timeout-ms must be 1 or more");
        }
        controlPlane.onTopology(workspaces::hear);
        keeper = Thread.ofVirtual().name("workspace keeper").start(this::closeIdleWorkspaces);
        LOG.infof("provider %s, control plane %s", provider.name(), config.controlUrl());
    }

    void stop(@Observes Stopping stopping) throws InterruptedException {
        turns.stop(PATIENCE);
    }

    @PreDestroy
    void stopKeeper() {
        if (keeper != null) {
            keeper.interrupt();
        }
    }

    private void closeIdleWorkspaces() {
        try {
            while (true) {
                Thread.sleep(IDLE_CHECK);
                workspaces.closeIdle();
            }
        } catch (InterruptedException e) {
            // the gateway stops
        }
    }
}
