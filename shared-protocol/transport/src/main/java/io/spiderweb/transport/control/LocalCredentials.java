package io.spiderweb.transport.control;

import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the services of one machine leave in their data directory for its owner's commands ({@code spec control 6.5}). */
public record LocalCredentials(Path directory) {

    /** @param given an option's value; without it {@code SPIDERWEB_DATA_DIR}, else the directory that services use by default */
    public static LocalCredentials in(@Nullable Path given) {
        String variable = System.getenv("SPIDERWEB_DATA_DIR");
        if (given != null) {
            return new LocalCredentials(given);
        }
        if (variable != null && !variable.isBlank()) {
            return new LocalCredentials(Path.of(variable));
        }
        // as the services have it: what the shell calls home comes before what the user database does
        String home = System.getenv("HOME");
        String base = home == null || home.isBlank() ? System.getProperty("user.home") : home;
        return new LocalCredentials(Path.of(base, ".local", "share", "spiderweb"));
    }

    /**
     * The admin token; empty when there is no token file or it is not this user's to read.
     *
     * @throws IOException if the file can be read, but not understood
     */
    public Optional<Secret> adminToken() throws IOException {
        Path file = directory.resolve("auth_tokens.json");
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            String token =
                    Json.parseObject(Files.readString(file)).path("admin_token").asText();
            return token.isEmpty() ? Optional.empty() : Optional.of(new Secret(token));
        } catch (InvalidJsonException e) {
            throw new IOException(file + " is damaged (" + e.getMessage() + "): give --auth-token", e);
        }
    }
}
