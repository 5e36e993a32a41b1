package io.spiderweb.control.auth;

import io.spiderweb.control.state.Follower;
import io.spiderweb.control.state.Table;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal.Role;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Notices that the service token was replaced, here or by another replica. */
@Singleton
public class ServiceTokenWatch implements Follower<ServiceToken.Stored> {

    private final ServiceToken token;
    private final Event<TokenReplaced> replaced;
    private Secret known;

    @Inject
    public ServiceTokenWatch(ServiceToken token, Event<TokenReplaced> replaced) {
        this.token = token;
        this.replaced = replaced;
        this.known = token.current();
    }

    @Override
    public Table<ServiceToken.Stored> table() {
        return ServiceToken.Stored.TABLE;
    }

    @Override
    public void stored(String id, long revision, Optional<ServiceToken.Stored> value) {
        value.ifPresent(stored -> compare(stored.token()));
    }

    @Override
    public void reload() {
        compare(token.current());
    }

    private void compare(Secret now) {
        if (!now.equals(known)) {
            known = now;
            token.mirror();
            replaced.fire(new TokenReplaced(Role.SERVICE));
        }
    }
}
