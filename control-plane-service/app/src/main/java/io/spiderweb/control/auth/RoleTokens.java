package io.spiderweb.control.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.Principal.Role;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code auth_tokens.json}: a token for each of the two roles, and where each attached last ({@code spec control 6.5}).
 * Made at first run. A file that cannot be understood is left as it is, and the start fails ({@code control 11} row 30).
 */
@Singleton
public class RoleTokens {

    private static final Logger LOG = Logger.getLogger(RoleTokens.class);

    private final PrivateFile file;
    private final InstantSource clock = InstantSource.system();
    private final Secret admin;
    private final Secret user;

    /** Also holds the members that we do not know. */
    private ObjectNode document;

    @Inject
    public RoleTokens(DataDirectory data) {
        Path path = data.path().resolve("auth_tokens.json");
        this.file = new PrivateFile(path);
        this.document = parse(path, file.readOrCreate(() -> {
            LOG.infof("made the tokens of admin and user: see %s", path);
            return fresh().toPrettyString();
        }));
        this.admin = token(path, "admin_token");
        this.user = token(path, "user_token");
    }

    /** The role that a token opens; all tokens are compared, in constant time. */
    Optional<Principal> principal(Secret token) {
        boolean isAdmin = token.matches(admin);
        boolean isUser = token.matches(user);
        return isAdmin ? Optional.of(Principal.ADMIN) : isUser ? Optional.of(Principal.USER) : Optional.empty();
    }

    public synchronized Optional<Target> lastTarget(Role role) {
        if (!(document.get(member(role)) instanceof ObjectNode target)) {
            return Optional.empty();
        }
        Fields fields = new Fields(target);
        String agent = fields.optional("agent_id");
        String project = fields.optional("project_id");
        return agent == null || project == null ? Optional.empty() : Optional.of(new Target(agent, project));
    }

    /** Remembers a target, or forgets it ({@code null}). It is a convenience: if it cannot be stored, that is only logged. */
    public synchronized void remember(Role role, @Nullable Target target) {
        if (lastTarget(role).equals(Optional.ofNullable(target))) {
            return;
        }
        ObjectNode changed = document.deepCopy();
        changed.remove(member(role));
        if (target != null) {
            changed.set(member(role), Json.tree(target));
        }
        changed.put("schema", 2).put("updated_at_ms", clock.millis());
        document = changed;
        try {
            file.write(changed.toPrettyString());
        } catch (IOException e) {
            LOG.warnf("the last target of role %s could not be stored in %s: %s", role.wireName(), file.path(), e);
        }
    }

    private ObjectNode fresh() {
        return Json.object()
                .put("schema", 2)
                .put("admin_token", Tokens.role("admin").reveal())
                .put("user_token", Tokens.role("user").reveal())
                .put("updated_at_ms", clock.millis());
    }

    private Secret token(Path path, String name) {
        try {
            return new Fields(document).requiredSecret(name);
        } catch (InvalidJsonException e) {
            throw damaged(path, "it has no usable member " + name);
        }
    }

    private static ObjectNode parse(Path path, String text) {
        try {
            return Json.parseObject(text);
        } catch (InvalidJsonException e) {
            throw damaged(path, "it is not a JSON object");
        }
    }

    private static StartupException damaged(Path path, String why) {
        return new StartupException(
                path + " is damaged: " + why + ". Correct or restore it; if it is removed, new tokens are"
                        + " made, and the old ones open nothing any more");
    }

    private static String member(Role role) {
        return role.wireName() + "_last_target";
    }
}
