package io.spiderweb.control;

import io.quarkus.runtime.StartupEvent;
import io.spiderweb.control.audit.Audit;
import io.spiderweb.control.auth.RoleTokens;
import io.spiderweb.control.auth.ServiceToken;
import io.spiderweb.control.projects.SystemProject;
import io.spiderweb.control.state.Database;
import io.spiderweb.service.lifecycle.Listening;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.service.limit.FailedLogins;
import io.spiderweb.store.StoreException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Makes at first run what has to be there, and reads all else, before the listener opens: what is damaged makes the start fail.
 * Ready is a control plane that listens and whose store answers ({@code control 11} row 21).
 */
@Readiness
@Singleton
class Startup implements HealthCheck {

    private final Database database;
    private volatile boolean listening;

    @Inject
    Startup(Database database) {
        this.database = database;
    }

    @SuppressWarnings("unused") // injected, and thereby made
    void onStart(
            @Observes StartupEvent event,
            RoleTokens roleTokens,
            ServiceToken serviceToken,
            SystemProject systemProject,
            PrimaryAgent primaryAgent,
            Audit audit,
            FailedLogins failedLogins) {
        database.probe();
    }

    void onListening(@Observes Listening event) {
        listening = true;
    }

    void onStopping(@Observes Stopping event) {
        listening = false;
    }

    @Override
    public HealthCheckResponse call() {
        if (!listening) {
            return HealthCheckResponse.down("listener");
        }
        try {
            database.probe();
            return HealthCheckResponse.up("store");
        } catch (StoreException e) {
            return HealthCheckResponse.named("store: " + e.getMessage()).down().build();
        }
    }
}
