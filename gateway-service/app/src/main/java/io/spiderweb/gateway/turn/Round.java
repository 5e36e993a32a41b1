package io.spiderweb.gateway.turn;

import io.spiderweb.gateway.provider.Message;
import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts together what a provider streams in one round. */
final class Round {

    private static final class Call {
        final String id;
        final String name;
        final StringBuilder arguments = new StringBuilder();

        Call(String id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, Call> calls = new TreeMap<>();
    private ProviderEvent.@Nullable Failed failure;

    void add(ProviderEvent event) {
        switch (event) {
            case ProviderEvent.TextDelta(String piece) -> text.append(piece);
            case ProviderEvent.ToolCallStarted(int index, String id, String name) ->
                calls.put(index, new Call(id, name));
            case ProviderEvent.ToolArgumentsDelta(int index, String json) -> {
                Call call = calls.get(index);
                if (call != null) {
                    call.arguments.append(json);
                }
            }
            case ProviderEvent.Failed failed -> failure = failed;
            case ProviderEvent.Completed completed -> {}
        }
    }

    /** Why the round failed, or null. */
    ProviderEvent.@Nullable Failed failure() {
        return failure;
    }

    Message.Assistant message() {
        List<ToolCall> wanted = new ArrayList<>();
        calls.values().forEach(call -> wanted.add(new ToolCall(call.id, call.name, call.arguments.toString())));
        return new Message.Assistant(text.toString(), wanted);
    }
}
