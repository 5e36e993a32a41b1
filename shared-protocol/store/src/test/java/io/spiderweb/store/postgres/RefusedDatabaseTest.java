package io.spiderweb.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that cannot be used is refused with a reason, and nothing in it changes. */
class RefusedDatabaseTest {
    private static final String PASSWORD = "pw-that-nobody-may-see";

    @Test
    void aWrongPassword() throws Exception {
        String name = Postgres.create("");
        Postgres.execute(name, "CREATE ROLE guarded LOGIN PASSWORD 'right'");
        Postgres.demandPasswordOf("guarded");

        assertRefused(
                Database.of(
                        "postgresql://127.0.0.1:" + Postgres.shared().getPort() + "/" + name,
                        Optional.of("guarded"),
                        Optional.of(PASSWORD)),
                Reason.FAILED,
                "refuses the user or the password");
    }

    @Test
    void aDatabaseThatDoesNotExist() {
        assertRefused(Postgres.database("missing"), Reason.FAILED, "create it first");
    }

    @Test
    void aServerThatIsNotThere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertRefused(Postgres.at(free, "spiderweb"), Reason.FAILED, "there is no connection");
    }

    @Test
    void aDatabaseOfAnotherProgram() throws Exception {
        String name = Postgres.create("");
        Postgres.execute(name, "CREATE TABLE recipes (name TEXT)");
        List<String> before = relations(name);

        assertRefused(Postgres.database(name), Reason.UNREADABLE, "holds something else (recipes)");
        assertThat(relations(name)).isEqualTo(before);
    }

    @Test
    void aDatabaseOfANewerVersion() throws Exception {
        String name = Postgres.create("");
        PostgresStore.open(Postgres.database(name), PostgresOptions.DEFAULTS).close();
        Postgres.execute(name, """
                INSERT INTO spiderweb_schema_history
                SELECT 99, '99', 'from the future', 'SQL', 'V99__from_the_future.sql', 1, 'us', installed_on, 1, true
                FROM spiderweb_schema_history WHERE installed_rank = 1""");
        List<String> before = relations(name);

        assertRefused(Postgres.database(name), Reason.UNREADABLE, "newer version of Spiderweb");
        assertThat(relations(name)).isEqualTo(before);
    }

    @Test
    void aDatabaseWithAnotherEncoding() throws Exception {
        String name = Postgres.create("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");

        assertRefused(Postgres.database(name), Reason.UNREADABLE, "encoding is LATIN1");
        assertThat(relations(name)).isEmpty();
    }

    @Test
    void aDatabaseThatMayOnlyBeRead() throws Exception {
        String name = Postgres.create("");
        Postgres.execute("postgres", "ALTER DATABASE " + name + " SET default_transaction_read_only = on");

        assertRefused(Postgres.database(name), Reason.FAILED, "read-only");
        assertThat(relations(name)).isEmpty();
    }

    @Test
    void aUserWhoMayNotMakeTables() throws Exception {
        String name = Postgres.create("");
        Postgres.execute("postgres", "CREATE ROLE guest LOGIN");
        String url = "postgresql://127.0.0.1:" + Postgres.shared().getPort() + "/" + name;

        assertRefused(Database.of(url, Optional.of("guest"), Optional.empty()), Reason.FAILED, "may not make tables");
        assertThat(relations(name)).isEmpty();
    }

    @Test
    void anUnknownParameter() {
        assertRefused(
                Database.of("postgresql://127.0.0.1/x?colour=blue", Optional.empty(), Optional.empty()),
                Reason.FAILED,
                "colour");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://db/spiderweb",
                "db.example",
                "postgresql://db:5432/",
                "postgresql://db:port/spiderweb",
                "postgresql://me:" + PASSWORD + "@db/spiderweb",
                "postgresql://db/spiderweb?password=" + PASSWORD
            })
    void anAddressThatIsNone(String url) {
        assertThatThrownBy(() -> Database.of(url, Optional.empty(), Optional.empty()))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e).hasMessageContaining("database").hasMessageNotContaining(PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://", "postgres://", "jdbc:postgresql://"})
    void everyFormOfTheAddress(String scheme) throws Exception {
        String name = Postgres.create("");
        String url = scheme + "127.0.0.1:" + Postgres.shared().getPort() + "/" + name + "?sslmode=prefer";
        try (Store store = PostgresStore.open(
                Database.of(url, Optional.of("postgres"), Optional.empty()), PostgresOptions.DEFAULTS)) {
            assertThat(store.revision()).isZero();
        }
    }

    private static void assertRefused(Database database, Reason reason, String why) {
        assertThatThrownBy(() -> PostgresStore.open(database, PostgresOptions.DEFAULTS))
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e)
                            .hasMessageContaining(database.toString())
                            .hasMessageContaining(why)
                            .hasMessageNotContaining(PASSWORD);
                });
    }

    private static List<String> relations(String name) throws SQLException {
        List<String> relations = new ArrayList<>();
        try (Connection connection =
                        Postgres.shared().getDatabase("postgres", name).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT relname, pg_relation_filenode(oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1")) {
            while (rows.next()) {
                relations.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        return relations;
    }
}
