package io.spiderweb.gateway.endpoint;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells those who look for a file node here that there is none. */
@Singleton
class LocalNodeRoute {

    void register(@Observes Router router) {
        router.route("/v2/fs")
                .handler(
                        request -> request.response()
                                .setStatusCode(404)
                                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                                .end(
                                        "local /v2/fs endpoint is disabled: this gateway runs no file node, ask a spiderweb-fs-node\n"));
    }
}
