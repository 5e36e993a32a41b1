package io.spiderweb.control.auth;

import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** The credential with which the services of one installation know each other: one line in {@code service_token}. */
@Singleton
public class ServiceToken {

    private final Secret token;

    @Inject
    public ServiceToken(DataDirectory data) {
        Path path = data.path().resolve("service_token");
        String line = new PrivateFile(path)
                .readOrCreate(() -> Tokens.service().reveal() + "\n")
                .strip();
        if (line.isEmpty()) {
            throw new StartupException(path + " is empty: restore it, or remove it to have a new one made");
        }
        this.token = new Secret(line);
    }

    boolean matches(Secret other) {
        return token.matches(other);
    }
}
