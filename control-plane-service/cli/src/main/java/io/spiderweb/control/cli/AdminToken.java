package io.spiderweb.control.cli;

import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The admin token of a control plane whose data directory the caller may read ({@code spec control 6.5}). */
final class AdminToken {

    private AdminToken() {}

    /** Absent if there is none, or it is not for us to read: the server then says that a token is needed. */
    static Optional<Secret> in(Path dataDirectory) {
        try {
            String text = Files.readString(dataDirectory.resolve("auth_tokens.json"));
            return Optional.of(new Fields(Json.parseObject(text)).requiredSecret("admin_token"));
        } catch (IOException | InvalidJsonException e) {
            return Optional.empty();
        }
    }
}
