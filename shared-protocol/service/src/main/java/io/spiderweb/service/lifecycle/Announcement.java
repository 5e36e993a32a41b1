package io.spiderweb.service.lifecycle;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.spiderweb.service.launch.Version;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Says where the service can be reached, once it can be. */
@Singleton
class Announcement {

    private static final Logger LOG = Logger.getLogger(Announcement.class);

    private final Event<Listening> listening;

    @Inject
    Announcement(Event<Listening> listening) {
        this.listening = listening;
    }

    void listening(@ObservesAsync HttpServerStart start, HttpServer server) {
        announce(start.options(), server, "");
    }

    void listening(@ObservesAsync HttpsServerStart start, HttpServer server) {
        announce(start.options(), server, " with TLS");
    }

    private void announce(HttpServerOptions options, HttpServer server, String how) {
        int port = ListeningPort.of(server);
        LOG.infof("version %s listens on %s port %d%s", Version.number(), options.getHost(), port, how);
        listening.fire(new Listening(port));
    }
}
