package io.spiderweb.service.lifecycle;

import io.quarkus.vertx.http.HttpServer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The port that a service listens on, also where it took a free one. */
final class ListeningPort {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(5);

    private ListeningPort() {}

    /**
     * Waits for it: Quarkus tells observers that the server has started before it knows the port.
     *
     * @throws IllegalStateException if it is not known in time
     */
    static int of(HttpServer server) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            // one of the two, since a service with a certificate speaks nothing but TLS
            int port = Math.max(server.getPort(), server.getSecurePort());
            if (port > 0) {
                return port;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw new IllegalStateException("the server has started, and its port is not known");
    }
}
