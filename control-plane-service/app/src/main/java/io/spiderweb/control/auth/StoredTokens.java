package io.spiderweb.control.auth;

import io.spiderweb.control.state.Table;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal.Role;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of the two roles, and where each attached last.
 *
 * @param updatedAtMs when a token was replaced last, milliseconds since the epoch; 0 if that is not known
 */
public record StoredTokens(
        Secret adminToken,
        Secret userToken,
        @Nullable Target adminLastTarget,
        @Nullable Target userLastTarget,
        long updatedAtMs) {

    public static final Table<StoredTokens> TABLE = new Table<>("role-tokens", StoredTokens.class);
    public static final String ID = "current";

    static StoredTokens fresh() {
        return new StoredTokens(newToken(Role.ADMIN), newToken(Role.USER), null, null, 0);
    }

    static Secret newToken(Role role) {
        return Tokens.role(role.wireName());
    }

    boolean hasTokensOf(StoredTokens other) {
        return adminToken.equals(other.adminToken) && userToken.equals(other.userToken);
    }

    Secret token(Role role) {
        return role == Role.ADMIN ? adminToken : userToken;
    }

    @Nullable Target lastTarget(Role role) {
        return role == Role.ADMIN ? adminLastTarget : userLastTarget;
    }

    StoredTokens at(long nowMs) {
        return new StoredTokens(adminToken, userToken, adminLastTarget, userLastTarget, nowMs);
    }

    StoredTokens with(Role role, Secret token, long nowMs) {
        return role == Role.ADMIN
                ? new StoredTokens(token, userToken, adminLastTarget, userLastTarget, nowMs)
                : new StoredTokens(adminToken, token, adminLastTarget, userLastTarget, nowMs);
    }

    StoredTokens with(Role role, @Nullable Target target) {
        return role == Role.ADMIN
                ? new StoredTokens(adminToken, userToken, target, userLastTarget, updatedAtMs)
                : new StoredTokens(adminToken, userToken, adminLastTarget, target, updatedAtMs);
    }
}
