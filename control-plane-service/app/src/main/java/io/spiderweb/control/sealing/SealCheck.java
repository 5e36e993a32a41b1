package io.spiderweb.control.sealing;

import io.spiderweb.store.Document;
import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.Optional;

/**
 * The sealed document that tells that this state is sealed.
 *
 * @param complete whether nothing was left in clear when it was written
 */
record SealCheck(boolean complete) {

    static final Key KEY = new Key("seal", "check");

    /** Looks at everything before the first write, so that with the wrong key nothing is touched ({@code control 11} row 1). */
    static void prove(Store store, Seal seal) {
        Optional<Document> check = store.get(KEY);
        // the check first, so that the error is about the key, and not about some document
        if (check.isPresent() && read(seal, check.get()).complete()) {
            seal.complete();
        }
        for (String collection : store.collections()) {
            store.all(collection).forEach(document -> seal.check(document.key(), document.text()));
        }
        if (check.isEmpty() && seal.ring().current().isPresent()) {
            write(store, seal, new SealCheck(false));
        }
    }

    static void write(Store store, Seal seal, SealCheck check) {
        store.commit(Transaction.of(Write.set(KEY, seal.seal(KEY, Json.write(check)))));
    }

    private static SealCheck read(Seal seal, Document document) {
        try {
            return Json.read(Json.parse(seal.open(KEY, document.text())), SealCheck.class);
        } catch (InvalidJsonException e) {
            throw new IllegalStateException("what was sealed by us is JSON", e);
        }
    }
}
