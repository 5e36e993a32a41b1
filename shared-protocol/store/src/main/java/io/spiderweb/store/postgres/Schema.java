package io.spiderweb.store.postgres;

import io.spiderweb.store.backend.Migrations;
import io.spiderweb.store.backend.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/** Makes a database ready: an empty one gets our tables, one of ours the newest version of them, any other is left alone. */
final class Schema {
    private static final int OLDEST_SERVER = 14;
    private static final Duration LONGEST_STEP = Duration.ofMinutes(5);
    /** Its presence tells our schemas from others. */
    private static final String HISTORY = "spiderweb_schema_history";

    private static final Migrations MIGRATIONS =
            new Migrations(PostgresStore.class, HISTORY, List.of("V1__documents.sql"));

    /** Something in the schema that no extension brought; its name, if there is anything. */
    private static final String ANYTHING = """
            SELECT relname FROM pg_class c
            WHERE relnamespace = quote_ident(current_schema())::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
            ORDER BY relkind IN ('r', 'v', 'm', 'p', 'f') DESC LIMIT 1""";

    private Schema() {}

    static void prepare(Database database, Duration timeout) {
        try (Connection connection = database.source(timeout).getConnection()) {
            check(database, connection);
        } catch (SQLException e) {
            throw Failures.of(database, e);
        }
        try {
            DataSource source = database.source(LONGEST_STEP);
            if (MIGRATIONS.isNewer(source)) {
                throw Failures.unreadable(database, "it was written by a newer version of Spiderweb: install that");
            }
            MIGRATIONS.migrate(source);
        } catch (FlywayException e) {
            throw Failures.failed(database, e);
        }
    }

    private static void check(Database database, Connection connection) throws SQLException {
        int server = connection.getMetaData().getDatabaseMajorVersion();
        if (server < OLDEST_SERVER) {
            throw Failures.unreadable(
                    database,
                    "the server is PostgreSQL %d, and %d is the oldest that will do".formatted(server, OLDEST_SERVER));
        }
        String encoding = text(connection, "SHOW server_encoding").orElse("");
        if (!encoding.equals("UTF8")) {
            throw Failures.unreadable(
                    database, "its encoding is " + encoding + ": create it with ENCODING 'UTF8' TEMPLATE template0");
        }
        if (text(connection, "SELECT current_schema()").isEmpty()) {
            throw Failures.unreadable(database, "there is no schema to use: see currentSchema and search_path");
        }
        if (text(connection, "SHOW transaction_read_only").orElse("").equals("on")) {
            throw Failures.readOnly(database, null);
        }
        if (text(connection, "SELECT 'may' WHERE has_schema_privilege(current_schema(), 'CREATE')")
                .isEmpty()) {
            throw Failures.failed(database, "the user may not make tables there: let it own the database", null);
        }
        if (text(connection, "SELECT to_regclass('" + HISTORY + "')::text").isEmpty()) {
            text(connection, ANYTHING).ifPresent(other -> {
                throw Failures.unreadable(
                        database, "it holds something else (" + other + "): Spiderweb needs a database of its own");
            });
        }
    }

    private static Optional<String> text(Connection connection, String sql) throws SQLException {
        return Sql.query(
                connection, sql, rows -> rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty());
    }
}
