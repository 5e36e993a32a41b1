package io.spiderweb.service.lifecycle;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.spiderweb.service.launch.Version;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Says where the service can be reached, once it can be. */
@Singleton
class Announcement {

    private static final Logger LOG = Logger.getLogger(Announcement.class);

    void listening(@ObservesAsync HttpServerStart start, HttpServer server) {
        LOG.infof(
                "version %s listens on %s port %d",
                Version.number(), start.options().getHost(), ListeningPort.of(server));
    }
}
