package io.spiderweb.store.sqlite;

import io.spiderweb.store.Journal;
import io.spiderweb.store.backend.JournalTable;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The journal of a file, in the time of this machine. */
record SqliteJournal(SqliteAccess access, InstantSource clock) implements Journal {

    @Override
    public long append(String topic, String text, int kept) {
        Journal.require(topic, text, kept);
        return access.write(connection -> JournalTable.append(connection, clock.millis(), topic, text, kept));
    }

    @Override
    public List<Entry> newest(@Nullable String topic, long before, int limit) {
        return access.read(connection -> JournalTable.newest(connection, topic, before, limit));
    }
}
