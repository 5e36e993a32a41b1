package io.spiderweb.node.app;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before it has joined its control plane: until then every hello is refused. */
@Readiness
@Singleton
class JoinedCheck implements HealthCheck {

    private final Lifecycle lifecycle;

    @Inject
    JoinedCheck(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("joined its control plane")
                .status(lifecycle.isReady())
                .build();
    }
}
