package io.spiderweb.control.auth;

import io.spiderweb.control.state.Follower;
import io.spiderweb.control.state.Table;
import io.spiderweb.wire.control.Principal.Role;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Notices that the token of a role was replaced, here or by another replica. */
@Singleton
public class RoleTokenWatch implements Follower<StoredTokens> {

    private final RoleTokens tokens;
    private final Event<TokenReplaced> replaced;
    private StoredTokens known;

    @Inject
    public RoleTokenWatch(RoleTokens tokens, Event<TokenReplaced> replaced) {
        this.tokens = tokens;
        this.replaced = replaced;
        this.known = tokens.stored();
    }

    @Override
    public Table<StoredTokens> table() {
        return StoredTokens.TABLE;
    }

    @Override
    public void stored(String id, long revision, Optional<StoredTokens> value) {
        value.ifPresent(this::compare);
    }

    @Override
    public void reload() {
        compare(tokens.stored());
    }

    private void compare(StoredTokens now) {
        StoredTokens before = known;
        known = now;
        if (now.hasTokensOf(before)) {
            return;
        }
        tokens.mirror();
        for (Role role : List.of(Role.ADMIN, Role.USER)) {
            if (!now.token(role).equals(before.token(role))) {
                replaced.fire(new TokenReplaced(role));
            }
        }
    }
}
