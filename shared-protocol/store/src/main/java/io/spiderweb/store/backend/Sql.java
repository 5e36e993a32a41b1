package io.spiderweb.store.backend;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Statements with their parameters in one call. */
public final class Sql {
    /** About how many characters of content a page holds in memory. */
    public static final long PAGE_CHARACTERS = 16 << 20;

    /** Work on a connection that belongs to nobody else meanwhile. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    public interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private Sql() {}

    public static <T> T query(Connection connection, String sql, Rows<T> rows, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            return rows.read(result);
        }
    }

    /** The only column of the only row; 0 where there is no row. */
    public static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        return query(connection, sql, rows -> rows.next() ? rows.getLong(1) : 0L, parameters);
    }

    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
