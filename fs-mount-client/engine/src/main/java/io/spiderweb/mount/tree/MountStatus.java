package io.spiderweb.mount.tree;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.link.LinkHealth;
import io.spiderweb.mount.link.LinkState;
import io.spiderweb.mount.link.NodeLink;
import io.spiderweb.wire.fs.Export;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of every endpoint, as {@code status} prints it ({@code spec mount 1.5}); times are milliseconds, 0 is never. */
public record MountStatus(Metrics metrics, List<EndpointStatus> endpoints) {

    /** @param failoverEventsTotal how often another endpoint took over a path */
    public record Metrics(long failoverEventsTotal) {}

    /**
     * @param export empty if none was named
     * @param root 0 while never connected; what comes from the node's description of its exports is null then
     * @param hasAuth whether a token is shown to the node
     */
    public record EndpointStatus(
            int idx,
            String name,
            String mountPath,
            String url,
            String export,
            long root,
            @Nullable Boolean exportRo,
            @Nullable String sourceKind,
            @Nullable String sourceId,
            Caps caps,
            boolean healthy,
            boolean hasClient,
            boolean hasAuth,
            int consecutiveFailures,
            long lastHealthCheckMs,
            long lastSuccessMs,
            long lastFailureMs) {}

    public record Caps(
            @Nullable Boolean nativeWatch, @Nullable Boolean caseSensitive) {}

    static MountStatus of(List<NodeLink> links, long switches) {
        List<EndpointStatus> endpoints = new ArrayList<>();
        for (NodeLink link : links) {
            endpoints.add(endpoint(endpoints.size(), link));
        }
        return new MountStatus(new Metrics(switches), endpoints);
    }

    private static EndpointStatus endpoint(int index, NodeLink link) {
        EndpointSpec spec = link.spec();
        LinkHealth health = link.health();
        Export export = link.export();
        Export.Caps caps = export == null ? null : export.caps();
        boolean up = link.state() instanceof LinkState.Up;
        return new EndpointStatus(
                index,
                spec.name(),
                spec.mountPath().text(),
                spec.url(),
                spec.export() == null ? "" : spec.export(),
                export == null ? 0 : export.root(),
                export == null ? null : export.readOnly(),
                export == null ? null : export.sourceKind(),
                export == null ? null : export.sourceId(),
                new Caps(caps == null ? null : caps.nativeWatch(), caps == null ? null : caps.caseSensitive()),
                up,
                up,
                spec.token() != null,
                health.consecutiveFailures(),
                health.lastCheckMs(),
                health.lastSuccessMs(),
                health.lastFailureMs());
    }
}
