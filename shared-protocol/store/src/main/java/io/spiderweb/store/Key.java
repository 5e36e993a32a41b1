package io.spiderweb.store;

import java.util.regex.Pattern;

/**
 * The name of a document.
 *
 * @param collection 1 to 64 lower-case ASCII letters, digits, '-', '_' or '.', a letter first
 * @param id 1 to 512 bytes of UTF-8 without NUL
 */
public record Key(String collection, String id) {
    private static final Pattern COLLECTION = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

    public Key {
        requireCollection(collection);
        Text.requireName("id", id);
    }

    static void requireCollection(String collection) {
        if (!COLLECTION.matcher(collection).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a collection name: 1 to 64 of a-z 0-9 . _ - with a letter first"
                            .formatted(collection));
        }
    }

    @Override
    public String toString() {
        return collection + "/" + id;
    }
}
