package io.spiderweb.store.backend;

import io.spiderweb.store.Fence;
import java.sql.Connection;
import java.sql.SQLException;

/** The table of leaders, one row for each leadership. */
public final class LeaderTable {
    private LeaderTable() {}

    public static int resign(Connection connection, Fence fence) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE leader SET expires_at_ms = 0 WHERE name = ? AND epoch = ?",
                fence.name(),
                fence.epoch());
    }
}
