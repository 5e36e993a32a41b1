package io.spiderweb.control.projects;

import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.auth.Tokens;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.state.Table;
import io.spiderweb.control.state.Total;
import io.spiderweb.wire.Secret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes the builtin project at first run. Its token is stored in clear, since the primary agent may ask for it. */
@Singleton
public class SystemProject {

    public static final Table<Token> TOKEN = new Table<>("system-project-token", Token.class);

    public record Token(Secret token) {}

    private final Secret token;

    @Inject
    public SystemProject(Database database, KeyedHash hash) {
        this.token = database.setUp(edit -> {
            var stored = edit.get(TOKEN, Project.SYSTEM);
            return stored.isPresent() ? stored.get().token() : create(edit, hash);
        });
    }

    Secret token() {
        return token;
    }

    private static Secret create(Edit edit, KeyedHash hash) {
        Secret token = Tokens.project();
        long now = edit.nowMs();
        edit.put(TOKEN, Project.SYSTEM, new Token(token));
        edit.put(
                Project.TABLE,
                Project.SYSTEM,
                new Project(
                        Project.SYSTEM,
                        "System",
                        "System project for Spiderweb control and host integrations",
                        Project.DEFAULT_STATUS,
                        hash.of(token),
                        now,
                        now,
                        List.of()));
        edit.count(Total.PROJECTS, 1);
        return token;
    }
}
