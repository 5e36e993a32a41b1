package io.spiderweb.control.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file {@code auth_tokens.json} ({@code spec control 6.5}): where people and services of this machine find the tokens. */
public final class RoleTokenFile {

    private static final int SCHEMA = 2;

    private final PrivateFile file;

    /** Members that we do not know are kept. */
    private ObjectNode document = Json.object();

    public RoleTokenFile(Path path) {
        this.file = new PrivateFile(path);
    }

    Path path() {
        return file.path();
    }

    /**
     * What the file holds; absent if there is none.
     *
     * @throws StartupException if it cannot be understood; it is left as it is ({@code control 11} row 30)
     */
    public Optional<StoredTokens> read() {
        return file.read().map(text -> {
            try {
                document = Json.parseObject(text);
                return parse(document, path());
            } catch (InvalidJsonException e) {
                throw damaged(path(), String.valueOf(e.getMessage()));
            }
        });
    }

    /** Makes the file say what is stored. */
    void write(StoredTokens tokens) throws IOException {
        ObjectNode changed = document.deepCopy();
        changed.put("schema", SCHEMA);
        changed.setAll((ObjectNode) Json.tree(tokens));
        changed.properties().removeIf(member -> member.getValue().isNull());
        file.write(changed.toPrettyString());
        document = changed;
    }

    /** Reads the tokens of a document in the reference's format. */
    static StoredTokens parse(ObjectNode document, Path source) {
        Fields fields = new Fields(document);
        try {
            return new StoredTokens(
                    fields.requiredSecret("admin_token"),
                    fields.requiredSecret("user_token"),
                    target(document.path("admin_last_target")),
                    target(document.path("user_last_target")),
                    document.path("updated_at_ms").asLong());
        } catch (InvalidJsonException e) {
            throw damaged(source, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Target target(JsonNode node) {
        String agent = node.path("agent_id").asText();
        String project = node.path("project_id").asText();
        return agent.isEmpty() || project.isEmpty() ? null : new Target(agent, project);
    }

    private static StartupException damaged(Path path, String why) {
        return new StartupException(path + " is damaged: " + why
                + ". Correct or restore it; if it is removed, it is written anew from the state");
    }
}
