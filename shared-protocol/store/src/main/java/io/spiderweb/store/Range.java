package io.spiderweb.store;

/**
 * Which documents of a collection to list: those whose id starts with {@code prefix} and comes after {@code after}.
 *
 * @param prefix "" for all
 * @param after the last id of the page before, "" for the first page
 * @param limit the most documents to return, 1 to {@value #MAX_LIMIT}
 */
public record Range(String collection, String prefix, String after, int limit) {
    public static final int MAX_LIMIT = 1_000;

    public Range {
        Key.requireCollection(collection);
        requireLimit(limit);
    }

    /** The first page of a whole collection. */
    public static Range of(String collection) {
        return new Range(collection, "", "", MAX_LIMIT);
    }

    public Range startingWith(String idPrefix) {
        return new Range(collection, idPrefix, after, limit);
    }

    public Range after(String id) {
        return new Range(collection, prefix, id, limit);
    }

    public Range limitedTo(int documents) {
        return new Range(collection, prefix, after, documents);
    }

    /** Checks the limit of any page. */
    public static int requireLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a page holds 1 to " + MAX_LIMIT + " entries, not " + limit);
        }
        return limit;
    }
}
