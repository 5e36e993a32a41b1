package io.spiderweb.control.state;

import io.spiderweb.store.Document;
import io.spiderweb.store.Key;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kind of document, and the record that it holds.
 *
 * @param collection its name in the store
 */
public record Table<T>(String collection, Class<T> type) {

    Key key(String id) {
        return new Key(collection, id);
    }

    /** All documents by their id, in the order of the ids. */
    Map<String, T> all(Store store) {
        Map<String, T> all = new LinkedHashMap<>();
        Range range = Range.of(collection);
        for (List<Document> page = store.list(range); !page.isEmpty(); page = store.list(range)) {
            page.forEach(document -> all.put(document.key().id(), read(document)));
            range = range.after(page.getLast().key().id());
        }
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
