package io.spiderweb.control.state;

import io.spiderweb.store.Document;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.wire.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change in the making. It reads the stored state, not its own writes, and what it writes is stored all together or not at
 * all. Because every change writes the ledger, nothing that it has read can have changed when it is stored.
 */
public final class Edit {

    private final Store store;
    private final Optional<Document> ledgerDocument;
    private final Map<Key, Write> writes = new LinkedHashMap<>();
    private final Ledger read;
    private final List<Announcement> announcements = new ArrayList<>();
    private Ledger ledger;

    Edit(Store store) {
        this.store = store;
        this.ledgerDocument = store.get(Ledger.TABLE.key(Ledger.ID));
        this.read = ledgerDocument.map(Ledger.TABLE::read).orElse(Ledger.EMPTY);
        this.ledger = read;
    }

    public <T> Optional<T> get(Table<T> table, String id) {
        return store.get(table.key(id)).map(table::read);
    }

    /** All documents of a table by their id; tables are bounded. */
    public <T> Map<String, T> all(Table<T> table) {
        return table.all(store);
    }

    public <T> void put(Table<T> table, String id, T value) {
        Key key = table.key(id);
        writes.put(key, Write.set(key, Json.write(value)));
    }

    public void delete(Table<?> table, String id) {
        Key key = table.key(id);
        writes.put(key, Write.delete(key));
    }

    /** The next number of a kind. */
    public long next(Ledger.Sequence sequence) {
        long number = ledger.peek(sequence);
        ledger = ledger.advanced(sequence);
        return number;
    }

    public long total(Total total) {
        return ledger.total(total);
    }

    public void count(Total total, long amount) {
        ledger = ledger.plus(total, amount);
    }

    /** Tells subscribers, once the change is stored. */
    public void announce(Announcement announcement) {
        announcements.add(announcement);
    }

    public long nowMs() {
        return store.nowMs();
    }

    boolean isEmpty() {
        return writes.isEmpty() && announcements.isEmpty() && ledger.equals(read);
    }

    Ledger ledger() {
        return ledger;
    }

    /** @param fence null for a change that anybody may make */
    Transaction transaction(@Nullable Fence fence) {
        if (!announcements.isEmpty()) {
            put(Announcement.All.TABLE, Announcement.All.ID, new Announcement.All(announcements));
        }
        List<Write> all = new ArrayList<>(writes.values());
        String text = Json.write(ledger);
        all.add(ledgerDocument
                .map(document -> Write.replace(document, text))
                .orElseGet(() -> Write.create(Ledger.TABLE.key(Ledger.ID), text)));
        return new Transaction(all, fence);
    }
}
