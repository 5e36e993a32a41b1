package io.spiderweb.store.postgres;

import io.spiderweb.store.Journal;
import io.spiderweb.store.backend.JournalTable;
import io.spiderweb.store.backend.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The journal of a database, in its time. */
record PostgresJournal(Pool pool) implements Journal {

    @Override
    public long append(String topic, String text, int kept) {
        Journal.require(topic, text, kept);
        return pool.write(connection -> Sql.number(
                connection,
                "WITH added AS (INSERT INTO journal (written_at_ms, topic, text) VALUES (now_ms(), ?, ?) RETURNING id),"
                        + " dropped AS (DELETE FROM journal WHERE id <= (SELECT id FROM added) - ?)"
                        + " SELECT id FROM added",
                topic,
                text,
                kept));
    }

    @Override
    public List<Entry> newest(@Nullable String topic, long before, int limit) {
        return pool.read(connection -> JournalTable.newest(connection, topic, before, limit));
    }
}
