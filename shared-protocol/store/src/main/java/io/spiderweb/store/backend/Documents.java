package io.spiderweb.store.backend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spiderweb.store.Content;
import io.spiderweb.store.Document;
import io.spiderweb.store.Key;
import io.spiderweb.store.Range;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The table of current documents. */
public final class Documents {
    private Documents() {}

    public static Optional<Document> get(Connection connection, Key key) throws SQLException {
        return Sql.query(
                connection,
                "SELECT revision, content FROM document WHERE collection = ? AND id = ?",
                rows -> rows.next()
                        ? Optional.of(new Document(key, rows.getLong(1), new Content(rows.getString(2))))
                        : Optional.empty(),
                key.collection(),
                key.id());
    }

    public static List<Document> list(Connection connection, Range range) throws SQLException {
        return Sql.query(
                connection,
                "SELECT id, revision, content FROM document"
                        + " WHERE collection = ? AND id >= ? AND id <> ? ORDER BY id LIMIT ?",
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
                later(range.prefix(), range.after()),
                range.after(),
                range.limit());
    }

    public static List<String> collections(Connection connection) throws SQLException {
        return Sql.query(connection, "SELECT DISTINCT collection FROM document ORDER BY collection", rows -> {
            List<String> collections = new ArrayList<>();
            while (rows.next()) {
                collections.add(rows.getString(1));
            }
            return collections;
        });
    }

    /** That of two ids which comes later in the order of UTF-8. */
    private static String later(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)) < 0 ? b : a;
    }
}
