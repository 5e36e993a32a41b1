package io.spiderweb.gateway.history;

import io.spiderweb.gateway.provider.Message;
import io.spiderweb.store.Document;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** All conversations, kept in the store so that they survive a restart. */
@Singleton
public class Conversations {

    static final String COLLECTION = "messages";
    private static final Logger LOG = Logger.getLogger(Conversations.class);

    private final Store store;

    @Inject
    public Conversations(Store store) {
        this.store = store;
    }

    /** Reads a conversation, empty if there was none. Whoever has opened it is the only one to add to it meanwhile. */
    public Conversation open(ConversationId id) {
        List<Message> messages = new ArrayList<>();
        long next = 0;
        Range range = Range.of(COLLECTION).startingWith(id.prefix());
        for (List<Document> page = store.list(range); !page.isEmpty(); page = store.list(range)) {
            for (Document document : page) {
                messages.add(read(document));
            }
            String last = page.getLast().key().id();
            next = Long.parseLong(last.substring(id.prefix().length())) + 1;
            range = range.after(last);
        }
        return new Conversation(store, id, messages, next);
    }

    private static Message read(Document document) {
        try {
            return Json.read(Json.parse(document.text()), Message.class);
        } catch (InvalidJsonException e) {
            LOG.errorf("message %s cannot be read and is left out: %s", document.key(), e.getMessage());
            return new Message.User("(a message that could not be read)");
        }
    }
}
