package io.spiderweb.mount.app.command;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where tokens come from: the command line, then the environment, then files. */
final class Credentials {

    private static final String TOKENS = "auth_tokens.json";

    private Credentials() {}

    /** What was given as option, else by a variable that is not empty. */
    static @Nullable Secret given(@Nullable String option, String variable) {
        String text = option == null ? System.getenv(variable) : option;
        return text == null || text.isEmpty() ? null : new Secret(text);
    }

    /** What to show to a node that was named on the command line. */
    static @Nullable Secret endpointToken(@Nullable Path file) {
        if (file == null) {
            return given(null, "SPIDERWEB_FS_NODE_AUTH_TOKEN");
        }
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw new StartupException("cannot read token file " + file + ": " + e, e);
        }
    }

    /** What to show to the control plane: services of this machine leave the admin token in the data directory. */
    static @Nullable Secret controlPlane(@Nullable String option, @Nullable Path dataDir) {
        Secret given = given(option, "SPIDERWEB_AUTH_TOKEN");
        if (given != null) {
            return given;
        }
        Path file = directory(dataDir).resolve(TOKENS);
        if (!Files.isReadable(file)) {
            return null;
        }
        try {
            String token =
                    Json.parse(Files.readString(file)).path("admin_token").asText();
            return token.isEmpty() ? null : new Secret(token);
        } catch (IOException | InvalidJsonException e) {
            throw new StartupException("cannot read " + file + ": " + e.getMessage() + "; give --auth-token", e);
        }
    }

    private static Path directory(@Nullable Path option) {
        if (option != null) {
            return option;
        }
        String variable = System.getenv("SPIDERWEB_DATA_DIR");
        return variable == null || variable.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "share", "spiderweb")
                : Path.of(variable);
    }
}
