package io.spiderweb.control.state;

import io.smallrye.config.ConfigMapping;
import io.spiderweb.wire.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** Where the state is kept. */
@ConfigMapping(prefix = "spiderweb")
public interface StoreConfig {

    /** A PostgreSQL database that replicas share, such as {@code postgresql://host:5432/database?sslmode=verify-full}; without it, a file in the data directory. */
    Optional<String> storeUrl();

    /** As whom the database is used. */
    Optional<String> storeUser();

    /** The password of that user. */
    Optional<Secret> storePassword();

    /** Holds the password of that user. */
    Optional<Path> storePasswordFile();
}
