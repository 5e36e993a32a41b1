package io.spiderweb.gateway;

import io.spiderweb.gateway.control.ControlPlane;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the control plane has answered. A later outage does not make the gateway unready, since what runs goes on; whether it is
 * connected now is told as data.
 */
@Readiness
@Singleton
class ControlPlaneCheck implements HealthCheck {

    private final ControlPlane controlPlane;

    @Inject
    ControlPlaneCheck(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("the control plane has not answered yet")
                .withData("connected", controlPlane.isConnected())
                .status(controlPlane.met())
                .build();
    }
}
