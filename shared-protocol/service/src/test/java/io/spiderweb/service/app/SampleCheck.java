package io.spiderweb.service.app;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready unless a test says otherwise. */
@Readiness
@Singleton
public class SampleCheck implements HealthCheck {

    private volatile boolean voiceLost;

    public void loseVoice(boolean lost) {
        voiceLost = lost;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("voice").status(!voiceLost).build();
    }
}
