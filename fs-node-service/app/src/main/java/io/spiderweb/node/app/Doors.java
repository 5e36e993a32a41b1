package io.spiderweb.node.app;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.spiderweb.wire.fs.FsProtocol;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Who may open a WebSocket, and where: at {@code /} too (spec fs-node 2.1). */
@Singleton
class Doors implements HttpUpgradeCheck {

    private static final int FORBIDDEN = 403;

    void alias(@Observes Router router) {
        router.get("/").handler(request -> {
            if (request.request().headers().contains(HttpHeaders.UPGRADE)) {
                request.reroute(FsProtocol.PATH);
            } else {
                request.next();
            }
        });
    }

    /**
     * A web page must not reach the files of the machine it is looked at (spec fs-node 15.1 row 5). Browsers name the page's
     * origin; some other clients name the node itself.
     */
    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        MultiMap headers = upgrade.httpRequest().headers();
        String origin = headers.get(HttpHeaders.ORIGIN);
        boolean own = origin == null || origin.replaceFirst("^[a-z]+://", "").equals(headers.get(HttpHeaders.HOST));
        return own ? CheckResult.permitUpgrade() : CheckResult.rejectUpgrade(FORBIDDEN);
    }
}
