package io.spiderweb.gateway.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What happens while a provider answers. */
public sealed interface ProviderEvent {

    /** The next piece of the text, never empty. */
    record TextDelta(String text) implements ProviderEvent {}

    /**
     * A tool call begins; several may be under way at once.
     *
     * @param index tells the calls of a round apart, from 0 in the order of their beginning
     */
    record ToolCallStarted(int index, String id, String name) implements ProviderEvent {}

    /** The next piece of a call's arguments, JSON only when all pieces are joined. */
    record ToolArgumentsDelta(int index, String json) implements ProviderEvent {}

    /** The round is over; calls that were started are complete. */
    record Completed(StopReason reason, Usage usage) implements ProviderEvent {}

    /**
     * The round cannot go on; what has been streamed so far is no answer.
     *
     * @param message for the log; clients are told the kind
     * @param retryAfter what the provider asked to wait, if it said so
     */
    record Failed(
            ProviderFailure kind, String message, @Nullable Duration retryAfter) implements ProviderEvent {}

    /** Why a provider stopped. */
    enum StopReason {
        END,
        TOOL_CALLS,
        LENGTH
    }

    /** Tokens, as the provider counts them; 0 where it does not. */
    record Usage(long input, long output) {
        public static final Usage UNKNOWN = new Usage(0, 0);
    }
}
