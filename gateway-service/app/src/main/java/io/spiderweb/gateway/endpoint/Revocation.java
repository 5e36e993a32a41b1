package io.spiderweb.gateway.endpoint;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.websockets.next.OpenConnections;
import io.quarkus.websockets.next.WebSocketConnection;
import io.spiderweb.gateway.auth.Bearers;
import io.spiderweb.gateway.auth.Bearers.Verdict;
import io.spiderweb.gateway.auth.Client;
import io.spiderweb.gateway.control.ControlPlane;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks again about everybody who was let in when a token was replaced, and ends the connections of those who are known no more. */
@Singleton
class Revocation {

    private static final Logger LOG = Logger.getLogger(Revocation.class);

    private final ControlPlane controlPlane;
    private final Bearers bearers;
    private final OpenConnections connections;

    @Inject
    Revocation(ControlPlane controlPlane, Bearers bearers, OpenConnections connections) {
        this.controlPlane = controlPlane;
        this.bearers = bearers;
        this.connections = connections;
    }

    void onStart(@Observes StartupEvent event) {
        controlPlane.onCredentials(() -> Thread.ofVirtual().name("revocation").start(this::check));
    }

    /** Its token may have been replaced while it was on its way in, before it could be found among the open connections. */
    void opened(WebSocketConnection connection) {
        Thread.ofVirtual().name("revocation").start(() -> check(connection));
    }

    private void check() {
        bearers.doubt();
        connections.forEach(this::check);
    }

    private void check(WebSocketConnection connection) {
        Client client = connection.userData().get(Client.KEY);
        if (client != null && isUnknown(client)) {
            LOG.infof(
                    "connection %s of %s ends: its token was replaced",
                    connection.id(), client.principal().id());
            GatewaySocket.dismiss(connection, "your token was replaced: connect with the new one");
        }
    }

    /** Only of roles: of nodes there may be thousands, and nobody replaces their secrets. */
    private boolean isUnknown(Client client) {
        @Nullable Secret bearer = client.bearer();
        Principal.Role role = client.principal().role();
        return bearer != null
                && (role == Principal.Role.ADMIN || role == Principal.Role.USER)
                && bearers.verify(bearer) instanceof Verdict.Unknown;
    }
}
