package io.spiderweb.control.backup;

import io.spiderweb.store.Change;
import io.spiderweb.store.Changes;
import io.spiderweb.store.Content;
import io.spiderweb.store.Key;
import io.spiderweb.store.Lease;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state at one moment.
 *
 * @param revision of which everything that was committed is in it, and nothing of what came later
 * @param leases as they were a moment later
 */
public record Snapshot(long revision, Map<Key, Content> documents, List<Lease> leases) {

    private static final int ATTEMPTS = 3;

    public Snapshot {
        documents = Collections.unmodifiableMap(new LinkedHashMap<>(documents));
        leases = List.copyOf(leases);
    }

    /** Reads a store that may change meanwhile; all of the state is in memory then. */
    public static Snapshot of(Store store) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Map<Key, Content> documents = new LinkedHashMap<>();
            long begin = store.revision();
            for (String collection : store.collections()) {
                store.all(collection).forEach(document -> documents.put(document.key(), document.content()));
            }
            long revision = catchUp(store, documents, begin, store.revision());
            if (revision >= 0) {
                return new Snapshot(revision, documents, store.leases().all().toList());
            }
        }
        throw new StoreException(Reason.BUSY, "the state changes faster than it can be read: try again later", null);
    }

    /**
     * Pages are read one after the other: what was committed in between is made good from the log.
     *
     * @return the revision of the documents then; -1 if the log does not reach back that far
     */
    private static long catchUp(Store store, Map<Key, Content> documents, long begin, long end) {
        long at = begin;
        while (at < end) {
            switch (store.changesSince(at, Range.MAX_LIMIT)) {
                case Changes.Page(List<Change> changes) -> {
                    changes.forEach(change -> apply(change, documents));
                    at = changes.getLast().revision();
                }
                case Changes.Reload reload -> {
                    return -1;
                }
            }
        }
        return at;
    }

    private static void apply(Change change, Map<Key, Content> documents) {
        @Nullable Content content = change.content();
        if (content == null) {
            documents.remove(change.key());
        } else {
            documents.put(change.key(), content);
        }
    }
}
