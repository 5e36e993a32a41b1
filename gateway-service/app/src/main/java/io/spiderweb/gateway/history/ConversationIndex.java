package io.spiderweb.gateway.history;

import io.spiderweb.store.Document;
import io.spiderweb.store.Key;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.wire.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations there are, so that only a bounded number is kept. Each has a document whose id is the prefix of its
 * messages' ids and whose text is its {@link Usage}. Its revision grows with every use and never
 * goes back, as a clock may, so it tells which conversation was used least recently.
 */
final class ConversationIndex {

    private static final String COLLECTION = "conversations";

    private final Store store;
    private final int limit;

    ConversationIndex(Store store, int limit) {
        this.store = store;
        this.limit = limit;
    }

    /** Notes the use of a conversation; a new one takes the place of the least recently used one if there are too many. */
    void open(ConversationId id, @Nullable String projectId) {
        Optional<Document> before = store.get(key(id));
        long messages = before.flatMap(Usage::of).map(Usage::messageCount).orElse(0L);
        store.commit(Transaction.of(use(id, projectId, messages)));
        if (before.isEmpty()) {
            forgetAllBeyondLimit(key(id));
        }
    }

    /** The conversations of a caller, the one used last first. */
    List<Document> of(String principalId) {
        return Pages.all(store, Range.of(COLLECTION).startingWith(principalId + "/")).stream()
                .sorted(Comparator.comparingLong(Document::revision).reversed())
                .toList();
    }

    /** To be written with every message, so that a conversation is never forgotten behind the back of one who adds to it. */
    Write use(ConversationId id, @Nullable String projectId, long messageCount) {
        return Write.set(key(id), Json.write(new Usage(store.nowMs(), projectId, messageCount)));
    }

    private static Key key(ConversationId id) {
        return new Key(COLLECTION, id.prefix());
    }

    // more than one, if a process ended before it came here or a forgotten conversation was still in use
    private void forgetAllBeyondLimit(Key opened) {
        List<Document> conversations = Pages.all(store, Range.of(COLLECTION));
        conversations.stream()
                .filter(conversation -> !conversation.key().equals(opened))
                .sorted(Comparator.comparingLong(Document::revision))
                .limit(Math.max(0, conversations.size() - limit))
                .forEach(this::forget);
    }

    // refused, which is right, if the conversation has been used since it was read
    private void forget(Document conversation) {
        List<Write> writes = new ArrayList<>();
        writes.add(Write.delete(conversation));
        Range messages = Range.of(Conversations.COLLECTION)
                .startingWith(conversation.key().id());
        Pages.all(store, messages).forEach(message -> writes.add(Write.delete(message.key())));
        store.commit(new Transaction(writes, null));
    }
}
