package io.spiderweb.store.backend;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a backend's schema, as scripts beside its class.
 *
 * @param history the table that says which of them a database has
 * @param scripts by name, because not every class loader can list a folder
 */
public record Migrations(Class<?> backend, String history, List<String> scripts) {
    /** Held here, for the log manager would forget the level of a logger that nobody holds. */
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    static {
        FLYWAY_LOG.setLevel(Level.WARNING);
    }

    /** @throws FlywayException if the schema cannot be brought to the newest version */
    public void migrate(DataSource source) {
        flyway(source).migrate();
    }

    /** Whether a database has a version that is newer than this program; writes nothing. */
    public boolean isNewer(DataSource source) {
        return Stream.of(flyway(source).info().all())
                .anyMatch(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS);
    }

    private Flyway flyway(DataSource source) {
        return Flyway.configure(backend.getClassLoader())
                .dataSource(source)
                .table(history)
                .resourceProvider(new Scripts())
                .javaMigrationClassProvider(List::of)
                .load();
    }

    private final class Scripts implements ResourceProvider {
        /** Flyway also asks for settings beside a script, of which there are none. */
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return scripts.contains(name) ? new Script(name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return scripts.stream()
                    .filter(name ->
                            name.startsWith(prefix) && Stream.of(suffixes).anyMatch(name::endsWith))
                    .<LoadableResource>map(Script::new)
                    .toList();
        }
    }

    private final class Script extends LoadableResource {
        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            InputStream in = backend.getResourceAsStream(name);
            return new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
