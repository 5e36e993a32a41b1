package io.spiderweb.gateway.provider.openai;

import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderEvent.StopReason;
import io.spiderweb.gateway.provider.ProviderEvent.Usage;
import io.spiderweb.gateway.provider.openai.ChatCompletionChunk.CallDelta;
import io.spiderweb.gateway.provider.openai.ChatCompletionChunk.Choice;
import io.spiderweb.gateway.provider.openai.ChatCompletionChunk.Delta;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Understands one streamed answer ({@code spec providers-and-config 6.2}). It is complete once its {@code finish_reason} came: an
 * answer that ends without one was cut, also when its last event is {@code [DONE]}.
 */
final class AnswerReader {

    private static final String DONE = "[DONE]";
    private static final int MAX_CALLS = 128;

    private final Consumer<ProviderEvent> events;
    /** Our index of a call by the server's. */
    private final Map<Integer, Integer> calls = new HashMap<>();

    private @Nullable StopReason reason;
    private Usage usage = Usage.UNKNOWN;
    private boolean done;

    AnswerReader(Consumer<ProviderEvent> events) {
        this.events = events;
    }

    /** Whether the server has said that nothing follows. */
    boolean isDone() {
        return done;
    }

    /** The end of an answer that is complete, or null if something is missing. */
    ProviderEvent.@Nullable Completed completed() {
        return reason == null ? null : new ProviderEvent.Completed(reason, usage);
    }

    /** @throws RefusedException if the event is an error, or makes no sense */
    void read(String event) throws RefusedException {
        if (event.equals(DONE)) {
            done = true;
        }
        if (done) {
            return;
        }
        ChatCompletionChunk chunk = parse(event);
        if (chunk.error() != null && !chunk.error().isNull()) {
            throw RefusedException.inStream(chunk.error());
        }
        if (chunk.usage() != null) {
            usage = new Usage(chunk.usage().promptTokens(), chunk.usage().completionTokens());
        }
        // one answer was asked for
        List<Choice> choices = Objects.requireNonNullElse(chunk.choices(), List.of());
        if (!choices.isEmpty()) {
            read(choices.getFirst());
        }
    }

    private static ChatCompletionChunk parse(String event) throws RefusedException {
        try {
            return Json.read(Json.parseObject(event), ChatCompletionChunk.class);
        } catch (InvalidJsonException e) {
            throw RefusedException.senseless(
                    "an event of the answer is not a chat completion chunk: " + e.getMessage());
        }
    }

    private void read(Choice choice) throws RefusedException {
        Delta delta = choice.delta();
        if (delta != null) {
            text(delta.content());
            text(delta.refusal());
            for (CallDelta call : Objects.requireNonNullElse(delta.toolCalls(), List.<CallDelta>of())) {
                call(call);
            }
        }
        if (choice.finishReason() != null) {
            reason = switch (choice.finishReason()) {
                case "stop" -> StopReason.END;
                case "length" -> StopReason.LENGTH;
                case "tool_calls", "function_call" -> StopReason.TOOL_CALLS;
                default ->
                    throw RefusedException.senseless("the answer was ended by the provider: " + choice.finishReason());
            };
        }
    }

    private void text(@Nullable String piece) {
        if (piece != null && !piece.isEmpty()) {
            events.accept(new ProviderEvent.TextDelta(piece));
        }
    }

    private void call(CallDelta delta) throws RefusedException {
        String id = Objects.requireNonNullElse(delta.id(), "");
        // without an index, an id begins a call and what has none belongs to the latest
        int key = delta.index() != null ? delta.index() : calls.size() - (id.isEmpty() ? 1 : 0);
        Integer index = calls.get(key);
        if (index == null) {
            index = begin(key, delta, id.isEmpty() ? "call_" + UUID.randomUUID() : id);
        }
        String arguments = delta.function() == null ? null : delta.function().arguments();
        if (arguments != null && !arguments.isEmpty()) {
            events.accept(new ProviderEvent.ToolArgumentsDelta(index, arguments));
        }
    }

    private int begin(int key, CallDelta delta, String id) throws RefusedException {
        String name = delta.function() == null ? null : delta.function().name();
        if (name == null || name.isEmpty()) {
            throw RefusedException.senseless("a tool call in the answer does not say which tool");
        }
        if (calls.size() >= MAX_CALLS) {
            throw RefusedException.senseless("the answer has more than " + MAX_CALLS + " tool calls");
        }
        int index = calls.size();
        calls.put(key, index);
        events.accept(new ProviderEvent.ToolCallStarted(index, id, name));
        return index;
    }
}
