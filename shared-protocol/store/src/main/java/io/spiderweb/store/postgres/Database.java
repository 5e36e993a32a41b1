package io.spiderweb.store.postgres;

import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a database is, and as whom it is used. Shows itself without the password. */
public final class Database {
    private static final Pattern SCHEME = Pattern.compile("(?:jdbc:)?postgres(?:ql)?://");

    /** What a row of the largest content may need in memory, times this, is what a page needs. */
    private static final int ROWS_AT_ONCE = 32;

    private final Properties properties;

    private Database(Properties properties) {
        this.properties = properties;
    }

    /**
     * @param url {@code postgresql://host:port/database}, also with {@code jdbc:} before it; parameters such as {@code
     *     sslmode} are those of the PostgreSQL driver
     * @param user the driver's default is the name of the system's user
     * @throws StoreException if there is no database at such an address
     */
    public static Database of(String url, Optional<String> user, Optional<String> password) {
        String jdbc = SCHEME.matcher(url).replaceFirst("jdbc:postgresql://");
        String address = jdbc.split("\\?", 2)[0];
        if (!jdbc.startsWith("jdbc:postgresql://") || address.contains("@") || address.endsWith("/")) {
            throw new StoreException(
                    Reason.FAILED,
                    "the address of the database must be like postgresql://host:5432/database, without user and password",
                    null);
        }
        Properties defaults = new Properties();
        PGProperty.APPLICATION_NAME.set(defaults, "spiderweb");
        PGProperty.TCP_KEEP_ALIVE.set(defaults, true);
        PGProperty.DEFAULT_ROW_FETCH_SIZE.set(defaults, ROWS_AT_ONCE);
        // details quote what was to be written
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(defaults, false);
        @Nullable Properties parsed = Driver.parseURL(jdbc, defaults);
        if (parsed == null) {
            throw new StoreException(Reason.FAILED, "the address of the database cannot be understood", null);
        }
        if (PGProperty.PASSWORD.isPresent(parsed)) {
            throw new StoreException(
                    Reason.FAILED,
                    "the password does not belong into the address of the database: give it apart",
                    null);
        }
        user.ifPresent(name -> PGProperty.USER.set(parsed, name));
        password.ifPresent(secret -> PGProperty.PASSWORD.set(parsed, secret));
        return new Database(parsed);
    }

    /** Connections that wait up to {@code timeout} for each answer. */
    DataSource source(Duration timeout) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            for (String name : properties.stringPropertyNames()) {
                source.setProperty(name, properties.getProperty(name));
            }
        } catch (SQLException e) {
            throw Failures.failed(this, e);
        }
        source.setConnectTimeout((int) timeout.toSeconds());
        source.setLoginTimeout((int) timeout.toSeconds());
        source.setSocketTimeout((int) timeout.toSeconds());
        return source;
    }

    @Override
    public String toString() {
        String[] hosts =
                String.valueOf(PGProperty.PG_HOST.getOrDefault(properties)).split(",");
        String[] ports =
                String.valueOf(PGProperty.PG_PORT.getOrDefault(properties)).split(",");
        String servers = IntStream.range(0, hosts.length)
                .mapToObj(i -> hosts[i] + ":" + ports[i])
                .collect(Collectors.joining(", "));
        return "the database %s on %s".formatted(PGProperty.PG_DBNAME.getOrDefault(properties), servers);
    }
}
