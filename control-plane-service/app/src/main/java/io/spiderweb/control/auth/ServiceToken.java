package io.spiderweb.control.auth;

import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Table;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The credential with which the services of one installation know each other. It is part of the state, and one line in the file
 * {@code service_token}, where the services of this machine find it.
 */
@Singleton
public class ServiceToken {

    private static final Table<Stored> TABLE = new Table<>("service-token", Stored.class);
    private static final String ID = "current";

    record Stored(Secret token) {}

    private final Secret token;

    @Inject
    public ServiceToken(DataDirectory data, Database database) {
        Path path = data.path().resolve("service_token");
        PrivateFile file = new PrivateFile(path);
        Optional<Secret> found = file.read().map(text -> parse(path, text));
        this.token =
                database.setUp(edit -> edit.get(TABLE, ID).map(Stored::token).orElseGet(() -> {
                    Secret first = found.orElseGet(Tokens::service);
                    edit.put(TABLE, ID, new Stored(first));
                    return first;
                }));
        if (found.isPresent() && !found.get().equals(token)) {
            throw new StartupException(
                    path + " is not the service token of this state: remove the file, and the right one"
                            + " is written for the other services of this machine");
        }
        file.readOrCreate(() -> token.reveal() + "\n");
    }

    boolean matches(Secret other) {
        return token.matches(other);
    }

    private static Secret parse(Path path, String text) {
        if (text.isBlank()) {
            throw new StartupException(path + " is empty: remove it to have it written anew");
        }
        return new Secret(text.strip());
    }
}
