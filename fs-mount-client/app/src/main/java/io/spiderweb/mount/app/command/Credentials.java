package io.spiderweb.mount.app.command;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.transport.control.LocalCredentials;
import io.spiderweb.wire.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where tokens come from: the command line, then the environment, then files. */
final class Credentials {

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
        try {
            return LocalCredentials.in(dataDir).adminToken().orElse(null);
        } catch (IOException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
