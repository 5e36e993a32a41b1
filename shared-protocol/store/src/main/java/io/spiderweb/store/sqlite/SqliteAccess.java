package io.spiderweb.store.sqlite;

import io.spiderweb.store.StoreException;
import io.spiderweb.store.backend.Access;
import io.spiderweb.store.backend.Sql;
import java.nio.file.Path;

/** The readers of a file, and its one writer. */
record SqliteAccess(Path file, Readers readers, GroupWriter writer) implements Access, AutoCloseable {

    @Override
    public <T> T read(Sql.Work<T> work) {
        return readers.read(work);
    }

    @Override
    public <T> T readMany(Sql.Work<T> work) {
        return readers.read(work);
    }

    @Override
    public <T> T write(Sql.Work<T> work) {
        return writer.write(work);
    }

    @Override
    public StoreException interrupted(InterruptedException cause) {
        return Failures.interrupted(file, cause);
    }

    /** Readers first: the last connection to close moves the log into the database, which only the writer can. */
    @Override
    public void close() {
        try (writer;
                readers) {
            // they close in the reverse order, each whatever happened to the other
        }
    }
}
