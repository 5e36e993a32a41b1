package io.spiderweb.control.sealing;

import io.spiderweb.store.Candidate;
import io.spiderweb.store.Change;
import io.spiderweb.store.Changes;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Content;
import io.spiderweb.store.Document;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Journal;
import io.spiderweb.store.Key;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Leases;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store whose documents are sealed on their way in and opened on their way out. Times, leases and leaders are in clear. */
public final class SealedStore implements Store {

    private final Store store;
    private final Seal seal;

    private SealedStore(Store store, Seal seal) {
        this.store = store;
        this.seal = seal;
    }

    /**
     * Opens a store that holds documents, sealed or not; all of them are looked at first.
     *
     * @param store is closed with this one, and where this one cannot be opened
     * @throws StoreException if one cannot be read with these keys; nothing was written then
     */
    public static SealedStore open(Store store, KeyRing ring) {
        Seal seal = new Seal(ring);
        try {
            SealCheck.prove(store, seal);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return new SealedStore(store, seal);
    }

    /** The keys that this state is sealed with. */
    public KeyRing ring() {
        return seal.ring();
    }

    /** What is stored, as it is stored. */
    Store raw() {
        return store;
    }

    Seal seal() {
        return seal;
    }

    @Override
    public Optional<Document> get(Key key) {
        return store.get(key).map(this::opened);
    }

    @Override
    public List<Document> list(Range range) {
        return store.list(range).stream().map(this::opened).toList();
    }

    @Override
    public List<String> collections() {
        return store.collections().stream()
                .filter(collection -> !collection.equals(SealCheck.KEY.collection()))
                .toList();
    }

    @Override
    public Commit commit(Transaction transaction) {
        return store.commit(
                new Transaction(transaction.writes().stream().map(this::sealing).toList(), transaction.fence()));
    }

    @Override
    public long revision() {
        return store.revision();
    }

    /** Where an entry was sealed with a key that is gone, the log does not reach back far enough. */
    @Override
    public Changes changesSince(long revision, int limit) {
        Changes changes = store.changesSince(revision, limit);
        if (!(changes instanceof Changes.Page(List<Change> page))) {
            return changes;
        }
        try {
            return new Changes.Page(page.stream().map(this::opened).toList());
        } catch (StoreException e) {
            if (e.reason() != Reason.UNREADABLE) {
                throw e;
            }
            return new Changes.Reload(store.revision());
        }
    }

    @Override
    public boolean awaitChange(long revision, Duration timeout) {
        return store.awaitChange(revision, timeout);
    }

    @Override
    public void forgetChanges() {
        store.forgetChanges();
    }

    @Override
    public Leases leases() {
        return store.leases();
    }

    @Override
    public Journal journal() {
        return store.journal();
    }

    @Override
    public Leadership lead(Candidate candidate) {
        return store.lead(candidate);
    }

    @Override
    public void resign(Fence fence) {
        store.resign(fence);
    }

    @Override
    public long nowMs() {
        return store.nowMs();
    }

    @Override
    public void close() {
        store.close();
    }

    private Document opened(Document document) {
        return new Document(
                document.key(), document.revision(), new Content(seal.open(document.key(), document.text())));
    }

    private Change opened(Change change) {
        @Nullable Content content = change.content();
        return content == null
                ? change
                : new Change(change.revision(), change.key(), new Content(seal.open(change.key(), content.text())));
    }

    private Write sealing(Write write) {
        return switch (write) {
            case Write.Put(Key key, Content content, var expect) ->
                new Write.Put(key, new Content(seal.seal(key, content.text())), expect);
            case Write.Delete delete -> delete;
        };
    }
}
