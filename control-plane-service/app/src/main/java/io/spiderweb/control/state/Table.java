package io.spiderweb.control.state;

import io.spiderweb.store.Document;
import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A kind of document, and the record that it holds.
 *
 * @param collection its name in the store
 */
public record Table<T>(String collection, Class<T> type) {

    public Key key(String id) {
        return new Key(collection, id);
    }

    /** All documents by their id, in the order of the ids. */
    Map<String, T> all(Store store) {
        Map<String, T> all = new LinkedHashMap<>();
        store.all(collection).forEach(document -> all.put(document.key().id(), read(document)));
        return all;
    }

    T read(Document document) {
        try {
            return Json.read(Json.parse(document.text()), type);
        } catch (InvalidJsonException e) {
            throw new IllegalStateException("the stored document " + document.key() + " is unreadable", e);
        }
    }
}
