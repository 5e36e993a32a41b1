package io.spiderweb.gateway.history;

import io.spiderweb.store.Document;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import java.util.ArrayList;
import java.util.List;

/** All pages of a range whose documents are few. */
public final class Pages {

    private Pages() {}

    public static List<Document> all(Store store, Range range) {
        List<Document> all = new ArrayList<>();
        Range rest = range;
        for (List<Document> page = store.list(rest); !page.isEmpty(); page = store.list(rest)) {
            all.addAll(page);
            rest = rest.after(page.getLast().key().id());
        }
        return all;
    }
}
