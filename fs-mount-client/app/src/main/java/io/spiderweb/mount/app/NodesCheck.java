package io.spiderweb.mount.app;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while every mounted path has a node that answers. */
@Readiness
@Singleton
class NodesCheck implements HealthCheck {

    private final Mount mount;

    @Inject
    NodesCheck(Mount mount) {
        this.mount = mount;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("every mounted path has a node that answers")
                .status(mount.isHealthy())
                .build();
    }
}
