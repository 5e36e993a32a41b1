package io.spiderweb.control.state;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.Candidate;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Content;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Key;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Lease;
import io.spiderweb.store.Store;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Fills a store with a state that comes from elsewhere, while no control plane uses it. That takes several transactions: a document
 * that is there meanwhile keeps a control plane from starting with half of it.
 */
public final class Loading {

    private static final Key UNFINISHED = new Key("loading", "unfinished");
    private static final int BATCH = 500;
    private static final int MAX_CHARACTERS = 4 << 20;

    /** Longer than any state takes. */
    private static final Duration TIME = Duration.ofMinutes(10);

    private final Store store;
    private final Fence fence;
    private final List<Write> writes = new ArrayList<>();
    private long characters;

    private Loading(Store store, Fence fence) {
        this.store = store;
        this.fence = fence;
    }

    /** @throws StartupException if a state was not loaded to its end */
    static void requireFinished(Store store) {
        if (store.get(UNFINISHED).isPresent()) {
            throw new StartupException("a restore or import into this state was not finished: do it again");
        }
    }

    /**
     * Makes a state all that the store has.
     *
     * @param replace whether a state that is there is given up
     * @throws StartupException if the store is in use, or has a state that is not to be replaced; nothing was changed then
     */
    public static void into(Store store, Map<Key, Content> documents, List<Lease> leases, boolean replace) {
        Set<Key> present = present(store);
        boolean unfinished = present.remove(UNFINISHED);
        if (!present.isEmpty() && !unfinished && !replace) {
            throw new StartupException("there is a state already, of " + present.size()
                    + " documents: choose another place, or add --replace to give it up");
        }
        Candidate candidate = new Candidate("timers", UUID.randomUUID().toString(), TIME);
        switch (store.lead(candidate)) {
            case Leadership.Held(Fence fence, long untilMs) -> {
                try {
                    new Loading(store, fence).load(present, documents, leases);
                } finally {
                    store.resign(fence);
                }
            }
            case Leadership.HeldByOther other ->
                throw new StartupException("a control plane uses this state, or did some seconds ago: stop all of them,"
                        + " and try again in a moment");
        }
    }

    private static Set<Key> present(Store store) {
        Set<Key> present = new HashSet<>();
        for (String collection : store.collections()) {
            store.all(collection).forEach(document -> present.add(document.key()));
        }
        return present;
    }

    private void load(Set<Key> present, Map<Key, Content> documents, List<Lease> leases) {
        add(Write.set(UNFINISHED, "{}"), 0);
        commit();
        present.stream().filter(key -> !documents.containsKey(key)).forEach(key -> add(Write.delete(key), 0));
        documents.forEach((key, content) ->
                add(Write.set(key, content.text()), content.text().length()));
        commit();
        store.leases().all().forEach(lease -> store.leases().drop(lease.id()));
        long now = store.nowMs();
        // one that has run out is known all the same: its node is offline
        leases.forEach(lease ->
                store.leases().renew(lease.id(), Duration.ofMillis(Math.max(1, lease.expiresAtMs() - now))));
        add(Write.delete(UNFINISHED), 0);
        commit();
    }

    private void add(Write write, int length) {
        if (writes.size() == BATCH || (characters + length > MAX_CHARACTERS && !writes.isEmpty())) {
            commit();
        }
        writes.add(write);
        characters += length;
    }

    private void commit() {
        if (!writes.isEmpty() && !(store.commit(new Transaction(writes, fence)) instanceof Commit.Committed)) {
            throw new StartupException("a control plane began to use this state meanwhile: stop it, and do this again");
        }
        writes.clear();
        characters = 0;
    }
}
