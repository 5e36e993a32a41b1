package io.spiderweb.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of an answer. Only what is used is here, and every member may be missing.
 *
 * @param choices empty in the event that carries the usage
 * @param error instead of all others, where the answer cannot be completed
 */
record ChatCompletionChunk(
        @Nullable List<Choice> choices,
        @Nullable Usage usage,
        @Nullable JsonNode error) {

    record Choice(@Nullable Delta delta, @Nullable String finishReason) {}

    /** @param refusal text as well: why the model does not answer */
    record Delta(
            @Nullable String content,
            @Nullable String refusal,
            @Nullable List<CallDelta> toolCalls) {}

    /**
     * @param index tells the calls of an answer apart; some servers leave it out
     * @param id in the first piece of a call
     */
    record CallDelta(
            @Nullable Integer index,
            @Nullable String id,
            @Nullable FunctionDelta function) {}

    record FunctionDelta(@Nullable String name, @Nullable String arguments) {}

    record Usage(long promptTokens, long completionTokens) {}
}
