package io.spiderweb.control.state;

import java.util.Optional;

/**
 * Somebody who has to know what is stored in a table, whichever replica stored it. Told in the order of the log, by one thread, so
 * that it must not wait for anybody but the store.
 */
public interface Follower<T> {

    Table<T> table();

    /**
     * A document was stored.
     *
     * @param revision grows from call to call; the same for all documents of one change
     * @param value absent if the document was deleted
     */
    void stored(String id, long revision, Optional<T> value);

    /** Some changes are not told, since the log goes on behind them: what was known of the table may be wrong. */
    void reload();
}
