package io.spiderweb.store.backend;

import io.spiderweb.store.StoreException;

/** A backend's connections, lent to work one at a time. What goes wrong comes out as a {@link StoreException}. */
public interface Access {

    <T> T read(Sql.Work<T> work);

    /** Reads what may be too much to be in memory all at once. */
    <T> T readMany(Sql.Work<T> work);

    /** Returns when it is durable. */
    <T> T write(Sql.Work<T> work);

    /** The failure of a caller who was interrupted while it waited for others. */
    StoreException interrupted(InterruptedException cause);
}
