package io.spiderweb.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import io.spiderweb.gateway.auth.Bearers;
import io.spiderweb.gateway.control.ControlPlane;
import io.spiderweb.gateway.history.Conversations;
import io.spiderweb.gateway.provider.Provider;
import io.spiderweb.gateway.provider.demo.DemoProvider;
import io.spiderweb.gateway.provider.openai.OpenAiConfig;
import io.spiderweb.gateway.provider.openai.OpenAiProvider;
import io.spiderweb.gateway.provider.retry.RetryPolicy;
import io.spiderweb.gateway.provider.retry.RetryingProvider;
import io.spiderweb.gateway.tool.ToolBox;
import io.spiderweb.gateway.turn.AgentLoop;
import io.spiderweb.gateway.turn.Turns;
import io.spiderweb.gateway.workspace.MountedFiles;
import io.spiderweb.gateway.workspace.WorkspaceFiles;
import io.spiderweb.gateway.workspace.Workspaces;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.ServiceConfig;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.Store;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.transport.WsClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Makes the parts of the gateway that do not know of CDI, and closes them. */
final class Wiring {

    private static final int MAX_BUSY_AGENTS = 64;

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    WsClient wsClient(ServiceConfig config) {
        return WsClient.create(config.tlsCaFile().orElse(null));
    }

    void close(@Disposes WsClient client) {
        client.close();
    }

    @Produces
    @Singleton
    Store store(DataDirectory directory) {
        return SqliteStore.open(directory.path().resolve("gateway").resolve("gateway.db"), SqliteOptions.DEFAULTS);
    }

    void close(@Disposes Store store) {
        store.close();
    }

    @Produces
    @Singleton
    ControlPlane controlPlane(WsClient client, GatewayConfig config, DataDirectory directory) {
        return new ControlPlane(client, config.controlUrl(), directory.path().resolve("service_token"));
    }

    void close(@Disposes ControlPlane controlPlane) {
        controlPlane.close();
    }

    @Produces
    @Singleton
    Bearers bearers(ControlPlane controlPlane, InstantSource clock) {
        return new Bearers(controlPlane::verify, clock);
    }

    @Produces
    @Singleton
    @DefaultBean
    WorkspaceFiles.Opener opener(WsClient client) {
        return status -> MountedFiles.open(client, status);
    }

    @Produces
    @Singleton
    Workspaces workspaces(
            ControlPlane controlPlane, WorkspaceFiles.Opener opener, GatewayConfig config, InstantSource clock) {
        Duration sync = Duration.ofMillis(config.workspaceSyncIntervalMs());
        return new Workspaces(controlPlane, opener, Workspaces.Limits.DEFAULT.withSync(sync), clock);
    }

    void close(@Disposes Workspaces workspaces) {
        workspaces.close();
    }

    @Produces
    @Singleton
    @DefaultBean
    Provider provider(GatewayConfig config, OpenAiConfig openAi) {
        boolean hasKey = openAi.apiKey().isPresent() || openAi.apiKeyFile().isPresent();
        String name = config.provider().orElse(hasKey ? "openai" : "demo");
        return switch (name) {
            case "demo" -> new DemoProvider();
            case "openai" ->
                new RetryingProvider(
                        OpenAiProvider.of(openAi, Duration.ofMillis(config.providerTimeoutMs())), RetryPolicy.DEFAULT);
            default ->
                throw new StartupException(
                        "there is no provider '" + name + "': use --provider openai or --provider demo");
        };
    }

    @Produces
    @Singleton
    Turns turns(
            Provider provider,
            GatewayConfig config,
            ToolBox tools,
            Conversations conversations,
            MeterRegistry meters,
            InstantSource clock) {
        AgentLoop loop = new AgentLoop(provider, config.model().orElse(""), tools, conversations, meters);
        Turns.Limits limits = new Turns.Limits(
                MAX_BUSY_AGENTS, config.runtimeRequestQueueMax(), Duration.ofMillis(config.chatOperationTimeoutMs()));
        return new Turns(loop, limits, meters, clock);
    }
}
