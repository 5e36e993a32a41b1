package io.spiderweb.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in the order in which it was written. The database itself refuses to change an entry, and to remove any but the
 * oldest. An entry is no revision.
 */
public interface Journal {
    int MAX_BYTES = 16 << 10;

    /**
     * Adds an entry, and drops the oldest ones beyond the newest {@code kept}.
     *
     * @param topic what entries are looked for by, 1 to 512 bytes of UTF-8 without NUL
     * @param text up to {@value #MAX_BYTES} bytes of UTF-8 without NUL
     * @param kept 1 or more
     * @return the id of the entry: higher than that of every one before, also of those that were dropped
     */
    long append(String topic, String text, int kept);

    /**
     * A page of entries, the newest first.
     *
     * @param topic null for entries of all topics
     * @param before the last id of the page before, {@link Long#MAX_VALUE} for the first page
     * @param limit 1 to {@value Range#MAX_LIMIT}
     */
    List<Entry> newest(@Nullable String topic, long before, int limit);

    /** @param writtenAtMs database time, Unix epoch milliseconds */
    record Entry(long id, long writtenAtMs, String topic, String text) {}

    /** Checks what is to be written; every backend does so first. */
    static void require(String topic, String text, int kept) {
        Text.requireName("topic", topic);
        Text.require("text of a journal entry", text, MAX_BYTES);
        if (kept < 1) {
            throw new IllegalArgumentException("a journal keeps 1 or more entries, not " + kept);
        }
    }
}
