package io.spiderweb.store.sqlite;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** The versions of the schema. */
final class Migrations {
    /** By name, because not every class loader can list a folder. */
    private static final List<String> SCRIPTS = List.of("V1__documents.sql");

    /** Held here, for the log manager would forget the level of a logger that nobody holds. */
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    static {
        FLYWAY_LOG.setLevel(Level.WARNING);
    }

    private Migrations() {}

    static void migrate(Path file) {
        try {
            flyway(Connections.source(file)).migrate();
        } catch (FlywayException e) {
            throw Failures.failed(file, e);
        }
    }

    /** Refuses a database whose schema is newer than this program, without writing to it. */
    static void check(Path file) {
        try {
            boolean newer = Stream.of(
                            flyway(Connections.readOnlySource(file)).info().all())
                    .anyMatch(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS);
            if (newer) {
                throw Failures.unreadable(file, "it was written by a newer version of Spiderweb: install that", null);
            }
        } catch (FlywayException e) {
            throw Failures.failed(file, e);
        }
    }

    private static Flyway flyway(DataSource source) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .resourceProvider(new Scripts())
                .javaMigrationClassProvider(List::of)
                .load();
    }

    private static final class Scripts implements ResourceProvider {
        /** Flyway also asks for settings beside a script, of which there are none. */
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return SCRIPTS.contains(name) ? new Script(name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return SCRIPTS.stream()
                    .filter(name ->
                            name.startsWith(prefix) && Stream.of(suffixes).anyMatch(name::endsWith))
                    .<LoadableResource>map(Script::new)
                    .toList();
        }
    }

    private static final class Script extends LoadableResource {
        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            InputStream in = Migrations.class.getResourceAsStream(name);
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
