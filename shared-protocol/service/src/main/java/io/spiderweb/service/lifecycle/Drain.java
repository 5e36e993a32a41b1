package io.spiderweb.service.lifecycle;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OpenConnections;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Lets the application finish what it has in hand, then takes leave of its clients; the listeners close after this. */
@Singleton
class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);

    /** RFC 6455 7.4.1: "going away". */
    private static final CloseReason GOING_AWAY = new CloseReason(1001, "the service is stopping");

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Event<Stopping> stopping;
    /** Absent in a service without a WebSocket endpoint. */
    private final Instance<OpenConnections> connections;

    @Inject
    Drain(Event<Stopping> stopping, Instance<OpenConnections> connections) {
        this.stopping = stopping;
        this.connections = connections;
    }

    void onStop(@Observes ShutdownDelayInitiatedEvent event) {
        LOG.info("stopping");
        try {
            stopping.fire(new Stopping(Instant.now().plus(StopSignal.GRACE)));
        } catch (RuntimeException e) {
            LOG.error("an observer of the stop failed; stopping on", e);
        }
        closeConnections();
    }

    private void closeConnections() {
        List<CompletableFuture<Void>> closing = connections.stream()
                .flatMap(OpenConnections::stream)
                .map(connection -> connection.close(GOING_AWAY).subscribeAsCompletionStage())
                .toList();
        CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(alreadyGone -> null)
                .join();
    }
}
