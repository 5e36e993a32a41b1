package io.spiderweb.gateway.provider;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One step of a conversation, as it is stored and as providers are told of it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "role")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Message.User.class, name = "user"),
    @JsonSubTypes.Type(value = Message.Assistant.class, name = "assistant"),
    @JsonSubTypes.Type(value = Message.ToolResult.class, name = "tool")
})
public sealed interface Message {

    record User(String text) implements Message {}

    /** @param toolCalls what it wants done before it goes on; empty when this is the answer */
    record Assistant(String text, List<ToolCall> toolCalls) implements Message {
        public Assistant {
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /** @param result what the tool gave, or {@code {"error":{"code","message"}}} ({@code spec agent-runtime 10.1}) */
    record ToolResult(String callId, String tool, JsonNode result) implements Message {}
}
