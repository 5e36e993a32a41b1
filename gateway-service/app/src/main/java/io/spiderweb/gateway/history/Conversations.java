package io.spiderweb.gateway.history;

import io.spiderweb.gateway.provider.Message;
import io.spiderweb.store.Document;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.wire.control.AgentReply;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The conversations, kept in the store so that they survive a restart. */
@Singleton
public class Conversations {

    static final String COLLECTION = "messages";
    private static final Logger LOG = Logger.getLogger(Conversations.class);

    /** Those that nobody has used for the longest time are forgotten. */
    private static final int KEPT_CONVERSATIONS = 1_000;

    private final Store store;
    private final ConversationIndex index;

    @Inject
    public Conversations(Store store) {
        this(store, KEPT_CONVERSATIONS);
    }

    Conversations(Store store, int kept) {
        this.store = store;
        this.index = new ConversationIndex(store, kept);
    }

    /**
     * Reads a conversation, empty if there was none. Whoever has opened it is the only one to add to it meanwhile.
     *
     * @param projectId in which it goes on, if in any
     */
    public Conversation open(ConversationId id, @Nullable String projectId) {
        index.open(id, projectId);
        List<Document> stored = Pages.all(store, Range.of(COLLECTION).startingWith(id.prefix()));
        List<Message> messages = stored.stream().map(Conversations::read).toList();
        return new Conversation(
                store, index, id, projectId, messages, stored.isEmpty() ? 0 : sequence(id, stored.getLast()) + 1);
    }

    /**
     * The conversations of a caller, the one used last first.
     *
     * @param agentId null for those with any agent
     */
    public List<AgentReply.Session> history(String principalId, @Nullable String agentId, int limit) {
        return index.of(principalId).stream()
                .flatMap(document -> session(document).stream())
                .filter(session -> agentId == null || session.agentId().equals(agentId))
                .limit(limit)
                .toList();
    }

    private static Optional<AgentReply.Session> session(Document document) {
        ConversationId id = ConversationId.ofPrefix(document.key().id());
        return Usage.of(document)
                .map(usage -> new AgentReply.Session(
                        id.sessionKey(),
                        id.agentId(),
                        usage.projectId(),
                        usage.lastActiveMs(),
                        usage.messageCount(),
                        null));
    }

    private static long sequence(ConversationId id, Document message) {
        return Long.parseLong(message.key().id().substring(id.prefix().length()));
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
