package io.spiderweb.mount.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.MountOptions;
import io.spiderweb.mount.Workspace;
import io.spiderweb.mount.app.fuse.FuseMount;
import io.spiderweb.mount.app.fuse.MountPoint;
import io.spiderweb.mount.source.WorkspaceAddress;
import io.spiderweb.mount.source.WorkspaceSource;
import io.spiderweb.service.ServiceConfig;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.transport.WsClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Mounts when the application starts, unmounts when it stops; and stops it when somebody else has unmounted. */
@Singleton
class Mount {

    private static final Duration RETRY = Duration.ofMillis(100);

    private final MountRequest request = MountRequest.installed();
    private final WsClient client;
    private final Workspace files;
    private final MountMetrics metrics;
    private volatile boolean stopping;
    private @Nullable WorkspaceSource source;
    private @Nullable FuseMount fuse;

    @Inject
    Mount(MountMetrics metrics, ServiceConfig config) {
        this.metrics = metrics;
        this.client = WsClient.create(config.tlsCaFile().orElse(null));
        this.files = Workspace.open(client, MountOptions.forKernel().withPatience(request.patience()), List.of());
    }

    void start(@Observes StartupEvent event) {
        MountPoint mountPoint = MountPoint.prepare(request.mountPoint());
        files.updateEndpoints(request.endpoints());
        request.workspace().ifPresent(this::follow);
        FuseMount mounted = FuseMount.start(files.files(), mountPoint, request.options(), metrics, this::unmounted);
        fuse = mounted;
        metrics.watch(files, mounted);
    }

    void stop(@Observes Stopping event) {
        stopping = true;
        if (source != null) {
            source.close();
        }
        if (fuse != null) {
            fuse.close();
        }
    }

    @PreDestroy
    void close() {
        files.close();
        client.close();
    }

    /** Whether there is a node that answers for every mounted path. */
    boolean isHealthy() {
        return fuse != null && files.files().isHealthy();
    }

    private void follow(WorkspaceAddress workspace) {
        update(FirstMounts.of(client, workspace));
        request.syncInterval()
                .ifPresent(interval -> source = WorkspaceSource.start(client, workspace, interval, this::update));
    }

    private void update(List<EndpointSpec> mounts) {
        List<EndpointSpec> all = new ArrayList<>(request.endpoints());
        all.addAll(mounts);
        files.updateEndpoints(all);
    }

    private void unmounted() {
        // until it happens: a Quarkus that is only just starting forgets it
        while (!stopping) {
            Quarkus.asyncExit(0);
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }
}
