package io.spiderweb.store.postgres;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The real server that the tests of this process share; it ends with it. */
final class Postgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres shared;

    private Postgres() {}

    static synchronized EmbeddedPostgres shared() {
        if (shared == null) {
            shared = start(EmbeddedPostgres.builder());
        }
        return shared;
    }

    /** A server on {@code directory}; one that was there before goes on with what it has. */
    static EmbeddedPostgres start(Path directory, int port) {
        return start(EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on"));
    }

    private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) {
        try {
            return builder.setServerConfig("timezone", "UTC")
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .start();
        } catch (IOException | RuntimeException e) {
            return abort("needs a PostgreSQL that runs here: " + e);
        }
    }

    /** The name of a new and empty database. */
    static String create(String options) throws SQLException {
        String name = "test_" + DATABASES.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name + " " + options);
        return name;
    }

    static void execute(String database, String sql) throws SQLException {
        try (Connection connection = shared().getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Adds a rule before that by which the server trusts everybody. */
    static void demandPasswordOf(String user) throws SQLException, IOException {
        Path rules = Path.of(text("SHOW hba_file"));
        String others = Files.readString(rules);
        Files.writeString(rules, "host all " + user + " 127.0.0.1/32 scram-sha-256\n" + others);
        String loaded = text("SELECT pg_conf_load_time()");
        execute("postgres", "SELECT pg_reload_conf()");
        await().until(() -> !text("SELECT pg_conf_load_time()").equals(loaded));
    }

    private static String text(String sql) throws SQLException {
        try (Connection connection = shared().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static Database database(String name) {
        return at(shared().getPort(), name);
    }

    static Database at(int port, String name) {
        return Database.of("postgresql://127.0.0.1:" + port + "/" + name, Optional.of("postgres"), Optional.empty());
    }
}
