package io.spiderweb.store.backend;

import io.spiderweb.store.Change;
import io.spiderweb.store.Changes;
import io.spiderweb.store.Content;
import io.spiderweb.store.Key;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table of changes: revisions without a gap, of which the oldest are dropped and the newest is always kept. */
public final class ChangeLog {
    private ChangeLog() {}

    public static long newest(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT coalesce(max(revision), 0) FROM change");
    }

    public static Changes since(Connection connection, long revision, int limit) throws SQLException {
        List<Change> page = Sql.query(
                connection,
                "SELECT revision, collection, id, content FROM change WHERE revision > ? ORDER BY revision, sequence",
                rows -> page(rows, limit),
                revision);
        // looked at after the page was read: what is in the log now was in it then
        long newest = newest(connection);
        long dropped = Sql.number(connection, "SELECT coalesce(min(revision), 1) - 1 FROM change");
        return revision < dropped || revision > newest ? new Changes.Reload(newest) : new Changes.Page(page);
    }

    /** Drops all changes but those of the newest revision, which tell what it is. */
    public static int forget(Connection connection) throws SQLException {
        return Sql.update(connection, "DELETE FROM change WHERE revision < (SELECT max(revision) FROM change)");
    }

    private static List<Change> page(ResultSet rows, int limit) throws SQLException {
        List<Change> page = new ArrayList<>();
        long characters = 0;
        while (rows.next()) {
            long revision = rows.getLong(1);
            boolean full = page.size() >= limit || characters >= Sql.PAGE_CHARACTERS;
            if (full && page.getLast().revision() != revision) {
                break;
            }
            String text = rows.getString(4);
            characters += text == null ? 0 : text.length();
            page.add(new Change(
                    revision, new Key(rows.getString(2), rows.getString(3)), text == null ? null : new Content(text)));
        }
        return page;
    }
}
