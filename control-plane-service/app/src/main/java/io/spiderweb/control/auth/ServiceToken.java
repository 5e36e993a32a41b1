package io.spiderweb.control.auth;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.state.Table;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.AuthReply;
import io.spiderweb.wire.control.Principal.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The credential with which the services of one installation know each other. It is part of the state, and one line in the file
 * {@code service_token}, where the services of this machine find it.
 */
@Singleton
public class ServiceToken {

    private static final Logger LOG = Logger.getLogger(ServiceToken.class);
    private static final String ID = "current";

    /** How it is stored. */
    record Stored(Secret token) {
        static final Table<Stored> TABLE = new Table<>("service-token", Stored.class);
    }

    private final Database database;
    private final PrivateFile file;

    /** @throws StartupException if the file cannot be read, or not be written */
    @Inject
    public ServiceToken(DataDirectory data, Database database) {
        this.database = database;
        Path path = data.path().resolve("service_token");
        this.file = new PrivateFile(path);
        Optional<Secret> found =
                file.read().map(String::strip).filter(line -> !line.isEmpty()).map(Secret::new);
        Secret agreed = database.setUp(edit -> edit.get(Stored.TABLE, ID)
                .map(Stored::token)
                .orElseGet(() -> put(edit, found.orElseGet(Tokens::service))));
        if (!found.equals(Optional.of(agreed))) {
            found.ifPresent(other -> LOG.warnf("%s was not the service token of this state, and is now", path));
            try {
                write(agreed);
            } catch (IOException e) {
                throw new StartupException("cannot write " + path + ": " + e, e);
            }
        }
    }

    boolean matches(Secret other) {
        return other.matches(current());
    }

    /**
     * Replaces it. The services of this machine find the new one in the file.
     *
     * @throws Refused {@code storage_error}: the old one stays valid
     */
    public AuthReply.Rotated rotate() throws Refused {
        Secret token = Tokens.service();
        Replacing.store(database, edit -> put(edit, token));
        mirror();
        LOG.infof("the service token was replaced: see %s", file.path());
        return new AuthReply.Rotated(Role.SERVICE, token);
    }

    Secret current() {
        return database.get(Stored.TABLE, ID)
                .map(Stored::token)
                .orElseThrow(() -> new IllegalStateException(
                        "the service token was removed from the state: start the service anew"));
    }

    /** Makes the file say what is stored; if it cannot be written now, it is at the next start. */
    synchronized void mirror() {
        try {
            write(current());
        } catch (IOException e) {
            LOG.warnf("%s does not say what is stored, since it cannot be written: %s", file.path(), e);
        }
    }

    private void write(Secret token) throws IOException {
        file.write(token.reveal() + "\n");
    }

    private static Secret put(Edit edit, Secret token) {
        edit.put(Stored.TABLE, ID, new Stored(token));
        return token;
    }
}
