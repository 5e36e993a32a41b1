package io.spiderweb.mount.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spiderweb.mount.Workspace;
import io.spiderweb.mount.app.fuse.FuseMount;
import io.spiderweb.mount.app.fuse.OperationObserver;
import io.spiderweb.mount.tree.MountStatus.EndpointStatus;
import io.spiderweb.wire.Errno;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an operator sees of a mount. */
@Singleton
class MountMetrics implements OperationObserver {

    private final MeterRegistry registry;

    @Inject
    MountMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void done(String operation, @Nullable Errno error, Duration took) {
        String outcome = error == null ? "ok" : error.name();
        registry.timer("spiderweb.mount.operations", "operation", operation, "outcome", outcome)
                .record(took);
    }

    void watch(Workspace files, FuseMount mount) {
        Gauge.builder("spiderweb.mount.open.files", mount, FuseMount::openFiles).register(registry);
        Gauge.builder(
                        "spiderweb.mount.endpoints",
                        files,
                        of -> of.status().endpoints().size())
                .register(registry);
        Gauge.builder(
                        "spiderweb.mount.endpoints.up",
                        files,
                        of -> of.status().endpoints().stream()
                                .filter(EndpointStatus::healthy)
                                .count())
                .register(registry);
        FunctionCounter.builder("spiderweb.mount.failovers", files, of ->
                        (double) of.status().metrics().failoverEventsTotal())
                .register(registry);
    }
}
