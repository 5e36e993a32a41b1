package io.spiderweb.gateway.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.gateway.provider.Message;
import io.spiderweb.gateway.provider.ToolCall;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.wire.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One conversation while a turn adds to it. A message is on disk when {@link #append} returns, so that nobody acts on a step that
 * a crash could undo.
 */
public final class Conversation {

    /** Older messages are forgotten. */
    static final int KEPT_MESSAGES = 500;

    /** What a provider is shown of them, newest first, in characters. */
    static final int SHOWN_CHARACTERS = 1 << 20;

    private static final ObjectNode INTERRUPTED = Json.object();

    static {
        INTERRUPTED
                .putObject("error")
                .put("code", "execution_failed")
                .put("message", "the turn ended before this tool did");
    }

    private final Store store;
    private final ConversationIndex index;
    private final ConversationId id;
    private final @Nullable String projectId;
    private final Deque<Message> messages;
    private long next;

    Conversation(
            Store store,
            ConversationIndex index,
            ConversationId id,
            @Nullable String projectId,
            List<Message> messages,
            long next) {
        this.store = store;
        this.index = index;
        this.id = id;
        this.projectId = projectId;
        this.messages = new ArrayDeque<>(messages);
        this.next = next;
    }

    /** Stores the next message. */
    public void append(Message message) {
        List<Write> writes = new ArrayList<>();
        writes.add(Write.create(key(next), Json.write(message)));
        writes.add(index.use(id, projectId, next + 1));
        if (next >= KEPT_MESSAGES) {
            writes.add(Write.delete(key(next - KEPT_MESSAGES)));
        }
        Commit commit = store.commit(new Transaction(writes, null));
        if (!(commit instanceof Commit.Committed)) {
            throw new IllegalStateException("two turns add to the conversation " + id + " at once");
        }
        next++;
        messages.add(message);
        if (messages.size() > KEPT_MESSAGES) {
            messages.removeFirst();
        }
    }

    /** What the provider is shown: begins with a user's message, and every tool call has a result. */
    public List<Message> forProvider() {
        return withAllResults(newest());
    }

    private List<Message> newest() {
        Deque<Message> shown = new ArrayDeque<>();
        long characters = 0;
        for (var each = messages.descendingIterator(); each.hasNext(); ) {
            Message message = each.next();
            characters += Json.write(message).length();
            // the newest message is shown whatever its size
            if (characters > SHOWN_CHARACTERS && !shown.isEmpty()) {
                break;
            }
            shown.addFirst(message);
        }
        Deque<Message> fromUser = new ArrayDeque<>(shown);
        while (!fromUser.isEmpty() && !(fromUser.peekFirst() instanceof Message.User)) {
            fromUser.removeFirst();
        }
        return List.copyOf(fromUser.isEmpty() ? shown : fromUser);
    }

    // a turn that was cut off, by a restart for example, leaves calls without results, which providers refuse
    private static List<Message> withAllResults(List<Message> shown) {
        Set<String> answered = shown.stream()
                .filter(Message.ToolResult.class::isInstance)
                .map(message -> ((Message.ToolResult) message).callId())
                .collect(Collectors.toSet());
        List<Message> complete = new ArrayList<>();
        for (Message message : shown) {
            complete.add(message);
            if (message instanceof Message.Assistant assistant) {
                for (ToolCall call : assistant.toolCalls()) {
                    if (!answered.contains(call.id())) {
                        complete.add(new Message.ToolResult(call.id(), call.name(), INTERRUPTED));
                    }
                }
            }
        }
        return complete;
    }

    private Key key(long sequence) {
        return new Key(Conversations.COLLECTION, id.prefix() + "%012d".formatted(sequence));
    }
}
