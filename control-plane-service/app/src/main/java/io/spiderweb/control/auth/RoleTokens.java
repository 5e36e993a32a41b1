package io.spiderweb.control.auth;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.StoreException;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.AuthReply;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.Principal.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A token for each of the two roles, and where each attached last ({@code spec control 6.5}). They are part of the state, which all
 * replicas share; the file {@code auth_tokens.json} beside it says the same. If somebody edited the file while nothing ran,
 * the file is right.
 */
@Singleton
public class RoleTokens {

    private static final Logger LOG = Logger.getLogger(RoleTokens.class);

    private final Database database;
    private final RoleTokenFile file;

    /** @throws StartupException if the file cannot be understood, or not be written */
    @Inject
    public RoleTokens(DataDirectory data, Database database) {
        this.database = database;
        this.file = new RoleTokenFile(data.path().resolve("auth_tokens.json"));
        Optional<StoredTokens> found = file.read();
        StoredTokens agreed = database.setUp(edit -> agree(edit, found));
        if (!found.equals(Optional.of(agreed))) {
            try {
                file.write(agreed);
            } catch (IOException e) {
                throw new StartupException("cannot write " + file.path() + ": " + e, e);
            }
        }
    }

    /** The role that a token opens; all tokens are compared, in constant time. */
    Optional<Principal> principal(Secret token) {
        StoredTokens stored = stored();
        boolean isAdmin = token.matches(stored.adminToken());
        boolean isUser = token.matches(stored.userToken());
        return isAdmin ? Optional.of(Principal.ADMIN) : isUser ? Optional.of(Principal.USER) : Optional.empty();
    }

    public Optional<Target> lastTarget(Role role) {
        return Optional.ofNullable(stored().lastTarget(role));
    }

    /** Remembers a target, or forgets it ({@code null}). It is a convenience: if it cannot be stored, that is only logged. */
    public void remember(Role role, @Nullable Target target) {
        if (lastTarget(role).equals(Optional.ofNullable(target))) {
            return;
        }
        try {
            database.change(edit -> put(edit, stored(edit).with(role, target)));
            mirror();
        } catch (Refused | StoreException e) {
            LOG.warnf("the last target of role %s could not be stored: %s", role.wireName(), e.getMessage());
        }
    }

    /** Both tokens in clear. */
    public AuthReply.Status status() {
        StoredTokens stored = stored();
        return new AuthReply.Status(
                stored.adminToken(),
                stored.userToken(),
                file.path().toString(),
                wire(stored.adminLastTarget()),
                wire(stored.userLastTarget()));
    }

    /**
     * Replaces the token of a role. When this returns, the new one is stored and the old one opens nothing any more.
     *
     * @throws Refused {@code storage_error}: the old one stays valid
     */
    public AuthReply.Rotated rotate(Role role) throws Refused {
        Secret token = StoredTokens.newToken(role);
        Replacing.store(database, edit -> put(edit, stored(edit).with(role, token, edit.nowMs())));
        mirror();
        LOG.infof("the token of role %s was replaced: see %s", role.wireName(), file.path());
        return new AuthReply.Rotated(role, token);
    }

    /** Makes the file say what is stored. The state is what counts: a file that cannot be written now is written at the next start. */
    synchronized void mirror() {
        try {
            file.write(stored());
        } catch (IOException e) {
            LOG.warnf("%s does not say what is stored, since it cannot be written: %s", file.path(), e);
        }
    }

    private StoredTokens agree(Edit edit, Optional<StoredTokens> found) {
        Optional<StoredTokens> stored = edit.get(StoredTokens.TABLE, StoredTokens.ID);
        if (stored.isPresent() && !isNews(found, stored.get())) {
            return stored.get();
        }
        if (found.isEmpty()) {
            LOG.infof("makes the tokens of admin and user: see %s", file.path());
        } else if (stored.isPresent()) {
            LOG.warnf("the tokens in %s were changed, and are taken over from it", file.path());
        }
        return put(edit, found.orElseGet(StoredTokens::fresh).at(edit.nowMs()));
    }

    /** Whether the file was changed later than what is stored, or by somebody who did not care for its time. */
    private static boolean isNews(Optional<StoredTokens> found, StoredTokens stored) {
        return found.filter(tokens -> !tokens.hasTokensOf(stored)
                        && (tokens.updatedAtMs() == 0 || tokens.updatedAtMs() >= stored.updatedAtMs()))
                .isPresent();
    }

    private static StoredTokens put(Edit edit, StoredTokens tokens) {
        edit.put(StoredTokens.TABLE, StoredTokens.ID, tokens);
        return tokens;
    }

    StoredTokens stored() {
        return database.get(StoredTokens.TABLE, StoredTokens.ID).orElseThrow(RoleTokens::missing);
    }

    private static StoredTokens stored(Edit edit) {
        return edit.get(StoredTokens.TABLE, StoredTokens.ID).orElseThrow(RoleTokens::missing);
    }

    private static IllegalStateException missing() {
        return new IllegalStateException("the role tokens were removed from the state: start the service anew");
    }

    private static AuthReply.@Nullable Target wire(@Nullable Target target) {
        return target == null ? null : new AuthReply.Target(target.agentId(), target.projectId());
    }
}
