package io.spiderweb.service.health;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The probes on the main port, and nothing else of what Quarkus would show there. */
@Singleton
class HealthRoutes {

    /** Before every route that an extension registers. */
    private static final int FIRST = Integer.MIN_VALUE;

    private static final int NOT_FOUND = 404;

    private final Probes probes;

    @Inject
    HealthRoutes(Probes probes) {
        this.probes = probes;
    }

    void register(@Observes Router router) {
        router.get("/livez")
                .handler(request -> probes.live().subscribe().with(probe -> probe.answer(request.response())));
        router.get("/readyz")
                .handler(request -> probes.ready().subscribe().with(probe -> probe.answer(request.response())));
        // Health details, metrics and what else lives there are for the operator, not for those who reach this port.
        router.route("/q/*").order(FIRST).handler(request -> request.fail(NOT_FOUND));
    }
}
