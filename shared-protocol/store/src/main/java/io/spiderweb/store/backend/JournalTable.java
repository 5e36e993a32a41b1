package io.spiderweb.store.backend;

import io.spiderweb.store.Journal.Entry;
import io.spiderweb.store.Range;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of journal entries; its ids grow. */
public final class JournalTable {
    private JournalTable() {}

    public static long append(Connection connection, long nowMs, String topic, String text, int kept)
            throws SQLException {
        long id = Sql.number(
                connection,
                "INSERT INTO journal (written_at_ms, topic, text) VALUES (?, ?, ?) RETURNING id",
                nowMs,
                topic,
                text);
        Sql.update(connection, "DELETE FROM journal WHERE id <= ?", id - kept);
        return id;
    }

    public static List<Entry> newest(Connection connection, @Nullable String topic, long before, int limit)
            throws SQLException {
        Range.requireLimit(limit);
        String page = "SELECT id, written_at_ms, topic, text FROM journal WHERE id < ?";
        return topic == null
                ? Sql.query(connection, page + " ORDER BY id DESC LIMIT ?", JournalTable::entries, before, limit)
                : Sql.query(
                        connection,
                        page + " AND topic = ? ORDER BY id DESC LIMIT ?",
                        JournalTable::entries,
                        before,
                        topic,
                        limit);
    }

    private static List<Entry> entries(ResultSet rows) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        while (rows.next()) {
            entries.add(new Entry(rows.getLong(1), rows.getLong(2), rows.getString(3), rows.getString(4)));
        }
        return entries;
    }
}
