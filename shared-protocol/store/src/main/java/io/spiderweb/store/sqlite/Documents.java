package io.spiderweb.store.sqlite;

import io.spiderweb.store.Content;
import io.spiderweb.store.Document;
import io.spiderweb.store.Key;
import io.spiderweb.store.Range;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of current documents. */
final class Documents {
    private Documents() {}

    static Optional<Document> get(Connection connection, Key key) throws SQLException {
        return Sql.query(
                connection,
                "SELECT revision, content FROM document WHERE collection = ? AND id = ?",
                rows -> rows.next()
                        ? Optional.of(new Document(key, rows.getLong(1), new Content(rows.getString(2))))
                        : Optional.empty(),
                key.collection(),
                key.id());
    }

    static List<Document> list(Connection connection, Range range) throws SQLException {
        return Sql.query(
                connection,
                "SELECT id, revision, content FROM document"
                        + " WHERE collection = ?1 AND id >= max(?2, ?3) AND id <> ?3 ORDER BY id LIMIT ?4",
                rows -> {
                    List<Document> page = new ArrayList<>();
                    long characters = 0;
                    while (characters < Sql.PAGE_CHARACTERS && rows.next()) {
                        String id = rows.getString(1);
                        // ids with one prefix are neighbours, so the first other one ends the range
                        if (!id.startsWith(range.prefix())) {
                            break;
                        }
                        Content content = new Content(rows.getString(3));
                        characters += content.text().length();
                        page.add(new Document(new Key(range.collection(), id), rows.getLong(2), content));
                    }
                    return page;
                },
                range.collection(),
                range.prefix(),
                range.after(),
                range.limit());
    }

    /** The revision of a document, 0 if it does not exist. */
    static long revision(Connection connection, Key key) throws SQLException {
        return Sql.number(
                connection,
                "SELECT revision FROM document WHERE collection = ? AND id = ?",
                key.collection(),
                key.id());
    }

    static void put(Connection connection, Key key, long revision, Content content) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO document (collection, id, revision, content) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (collection, id) DO UPDATE SET revision = excluded.revision, content = excluded.content",
                key.collection(),
                key.id(),
                revision,
                content.text());
    }

    static void delete(Connection connection, Key key) throws SQLException {
        Sql.update(connection, "DELETE FROM document WHERE collection = ? AND id = ?", key.collection(), key.id());
    }
}
