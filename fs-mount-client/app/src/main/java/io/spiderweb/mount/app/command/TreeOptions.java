package io.spiderweb.mount.app.command;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.source.WorkspaceAddress;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.wire.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that say which tree is meant; they may stand before or after the command ({@code spec mount 1.2}). */
public final class TreeOptions {

    private static final String DEFAULT_ENDPOINT = "a=ws://127.0.0.1:18891/v2/fs";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--endpoint",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME=URL[#EXPORT][@/MOUNT]",
            description = "an export of a node; repeatable, the same mount path again makes a replica"
                    + " (without a workspace: " + DEFAULT_ENDPOINT + ")")
    private List<String> endpoints = List.of();

    @Option(
            names = "--endpoint-token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME=FILE",
            description = "file with the token that an endpoint's node wants (SPIDERWEB_FS_NODE_AUTH_TOKEN, for all)")
    private Map<String, Path> tokenFiles = Map.of();

    @Option(
            names = "--workspace-url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "gateway or control plane that knows a workspace's mounts, as ws://host:18790/")
    private @Nullable String workspaceUrl;

    @Option(
            names = "--workspace-sync-interval-ms",
            scope = ScopeType.INHERIT,
            paramLabel = "MS",
            description = "how often a mount asks for changes beside being told; 0 is never, and not being told (5000)")
    private long syncIntervalMs = 5000;

    @Option(
            names = "--project-id",
            scope = ScopeType.INHERIT,
            paramLabel = "ID",
            description = "project whose workspace is meant (the active one)")
    private @Nullable String projectId;

    @Option(
            names = "--project-token",
            scope = ScopeType.INHERIT,
            paramLabel = "TOKEN",
            description = "the project's token (SPIDERWEB_PROJECT_TOKEN)")
    private @Nullable String projectToken;

    @Option(
            names = "--auth-token",
            scope = ScopeType.INHERIT,
            paramLabel = "TOKEN",
            description = "token for --workspace-url (SPIDERWEB_AUTH_TOKEN; the admin token in the data directory)")
    private @Nullable String authToken;

    @Option(
            names = "--data-dir",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "where credentials of this machine lie (SPIDERWEB_DATA_DIR; ~/.local/share/spiderweb)")
    private @Nullable Path dataDir;

    @Option(
            names = "--tls-ca-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "authorities that certificates must come from, PEM (SPIDERWEB_TLS_CA_FILE; those of the JDK)")
    private @Nullable Path authorities;

    @Option(
            names = "--timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "SECONDS",
            description = "how long an operation waits for a node that is away (10)")
    private int timeoutSeconds = 10;

    /** How long an operation waits for a node. */
    public Duration patience() {
        if (timeoutSeconds < 1) {
            throw mistake("--timeout " + timeoutSeconds + ": at least 1 second is needed");
        }
        return Duration.ofSeconds(timeoutSeconds);
    }

    /** The file of the authorities that certificates must come from; empty for those of the JDK. */
    public Optional<Path> authorities() {
        return Optional.ofNullable(authorities)
                .or(() -> Optional.ofNullable(System.getenv("SPIDERWEB_TLS_CA_FILE"))
                        .filter(file -> !file.isBlank())
                        .map(Path::of));
    }

    /** How often the workspace is asked for; empty for never. */
    public Optional<Duration> syncInterval() {
        if (syncIntervalMs < 0) {
            throw mistake("--workspace-sync-interval-ms " + syncIntervalMs + ": is negative");
        }
        return syncIntervalMs == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(syncIntervalMs));
    }

    /** The endpoints of the command line. */
    public List<EndpointSpec> staticEndpoints() {
        List<String> texts = endpoints.isEmpty() && workspaceUrl == null ? List.of(DEFAULT_ENDPOINT) : endpoints;
        List<EndpointSpec> specs = new ArrayList<>();
        for (String text : texts) {
            try {
                EndpointSpec spec = EndpointSpec.parse(text);
                specs.add(spec.withToken(Credentials.endpointToken(tokenFiles.get(spec.name()))));
            } catch (IllegalArgumentException e) {
                throw mistake(String.valueOf(e.getMessage()));
            }
        }
        requireEndpointsOf(specs);
        return specs;
    }

    /** The workspace, if one was named. */
    public Optional<WorkspaceAddress> workspace() {
        Secret token = Credentials.given(projectToken, "SPIDERWEB_PROJECT_TOKEN");
        if (projectToken != null && projectId == null) {
            throw mistake("--project-token needs --project-id");
        }
        if (workspaceUrl == null) {
            return Optional.empty();
        }
        try {
            Endpoint controlPlane = Endpoint.of(workspaceUrl, Credentials.controlPlane(authToken, dataDir));
            return Optional.of(new WorkspaceAddress(controlPlane, projectId, projectId == null ? null : token));
        } catch (IllegalArgumentException e) {
            throw mistake("--workspace-url: " + e.getMessage());
        }
    }

    private void requireEndpointsOf(List<EndpointSpec> specs) {
        for (String name : tokenFiles.keySet()) {
            if (specs.stream().noneMatch(spec -> spec.name().equals(name))) {
                throw mistake("--endpoint-token-file " + name + "=…: no --endpoint is called " + name);
            }
        }
    }

    private ParameterException mistake(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
