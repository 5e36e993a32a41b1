package io.spiderweb.gateway.provider.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.gateway.provider.Message;
import io.spiderweb.gateway.provider.ProviderRequest;
import io.spiderweb.gateway.provider.ToolCall;
import io.spiderweb.gateway.provider.ToolSpec;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The body of a request ({@code spec providers-and-config 6.2}). */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChatCompletionRequest(
        String model,
        boolean stream,
        StreamOptions streamOptions,
        List<ChatMessage> messages,
        @Nullable List<Tool> tools,
        @Nullable String toolChoice) {

    private static final int MAX_CALL_ID = 40;

    record StreamOptions(boolean includeUsage) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChatMessage(
            String role,
            String content,
            @Nullable List<Call> toolCalls,
            @Nullable String toolCallId) {}

    record Call(String id, String type, CalledFunction function) {}

    /** @param arguments a JSON object, as text */
    record CalledFunction(String name, String arguments) {}

    record Tool(String type, Function function) {}

    record Function(String name, String description, JsonNode parameters) {}

    static ChatCompletionRequest of(ProviderRequest request, String model) {
        List<ChatMessage> messages = Stream.concat(
                        Stream.of(text("system", request.system())),
                        request.messages().stream().map(ChatCompletionRequest::message))
                .toList();
        List<Tool> tools =
                request.tools().stream().map(ChatCompletionRequest::tool).toList();
        return new ChatCompletionRequest(
                model,
                true,
                new StreamOptions(true),
                messages,
                tools.isEmpty() ? null : tools,
                tools.isEmpty() ? null : "auto");
    }

    private static ChatMessage message(Message message) {
        return switch (message) {
            case Message.User(String text) -> text("user", text);
            case Message.Assistant(String text, List<ToolCall> calls) when calls.isEmpty() -> text("assistant", text);
            case Message.Assistant(String text, List<ToolCall> calls) ->
                new ChatMessage(
                        "assistant",
                        text,
                        calls.stream().map(ChatCompletionRequest::call).toList(),
                        null);
            case Message.ToolResult(String id, String tool, JsonNode result) ->
                new ChatMessage("tool", Json.write(result), null, callId(id));
        };
    }

    private static ChatMessage text(String role, String text) {
        return new ChatMessage(role, text, null, null);
    }

    private static Call call(ToolCall call) {
        return new Call(callId(call.id()), "function", new CalledFunction(call.name(), object(call.arguments())));
    }

    private static Tool tool(ToolSpec spec) {
        return new Tool("function", new Function(spec.name(), spec.description(), spec.schema()));
    }

    /** Another provider may have made it, before this one was chosen ({@code spec providers-and-config 5}). */
    private static String callId(String id) {
        String clean = id.replaceAll("[^A-Za-z0-9_-]", "_");
        return clean.substring(0, Math.min(clean.length(), MAX_CALL_ID));
    }

    /** Servers refuse a conversation with arguments that are no JSON; the result behind the call says what was wrong with them. */
    private static String object(String arguments) {
        try {
            return Json.write(Json.parseObject(arguments));
        } catch (InvalidJsonException e) {
            return "{}";
        }
    }
}
