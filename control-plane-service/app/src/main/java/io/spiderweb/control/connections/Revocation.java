package io.spiderweb.control.connections;

import io.spiderweb.control.auth.TokenReplaced;
import io.spiderweb.control.topology.Subscribers;
import io.spiderweb.wire.control.CredentialsChanged;
import io.spiderweb.wire.control.Principal.Role;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Whoever came with a token that was replaced has to go, here and from the services that let them in ({@code control 11} row 23). */
@Singleton
public class Revocation {

    private static final Logger LOG = Logger.getLogger(Revocation.class);

    private final Connections connections;
    private final Subscribers subscribers;

    @Inject
    public Revocation(Connections connections, Subscribers subscribers) {
        this.connections = connections;
        this.subscribers = subscribers;
    }

    void replaced(@Observes TokenReplaced event) {
        Role role = event.role();
        int ended = connections.end(
                principal -> principal.role() == role,
                "the token of role " + role.wireName() + " was replaced: connect with the new one");
        LOG.infof("ended %d connections of role %s, whose token was replaced", ended, role.wireName());
        CredentialsChanged news = new CredentialsChanged(subscribers.nowMs());
        subscribers.broadcast(caller -> caller.principal().role() == Role.SERVICE ? List.of(news.toPush()) : List.of());
    }
}
