package io.spiderweb.wire.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.wire.ErrorCode;

/**
 * What the gateway answers without a channel. {@code request} is the id of the turn; {@code timestamp} is milliseconds since the
 * epoch.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ChatFrame {

    String type();

    String request();

    /**
     * A piece of the answer, as the provider sent it ({@code spec gateway 7.4}). Clients that ignore pieces see the whole in
     * {@link Receive}.
     */
    record Delta(
            String request,
            String role,
            @JsonProperty("content_delta") String contentDelta,
            @JsonProperty("final") boolean isFinal,
            long timestamp,
            String sessionKey)
            implements ChatFrame {

        public Delta(String request, String contentDelta, long timestamp, String sessionKey) {
            this(request, "assistant", contentDelta, false, timestamp, sessionKey);
        }

        @JsonProperty
        @Override
        public String type() {
            return "session.receive";
        }
    }

    /** The whole answer; always the last frame of a turn that succeeded. */
    record Receive(
            String request,
            String role,
            String content,
            @JsonProperty("final") boolean isFinal,
            long timestamp,
            String sessionKey)
            implements ChatFrame {

        public Receive(String request, String content, long timestamp, String sessionKey) {
            this(request, "assistant", content, true, timestamp, sessionKey);
        }

        @JsonProperty
        @Override
        public String type() {
            return "session.receive";
        }
    }

    /**
     * A tool has run ({@code spec gateway 7.5}).
     *
     * @param payload its result, or {@code {"error":{"code","message"}}}
     * @param tool its name; extra to the page, as are {@code callId} and {@code arguments}
     */
    record ToolEvent(
            String request, String sessionKey, String tool, String callId, JsonNode arguments, JsonNode payload)
            implements ChatFrame {
        @JsonProperty
        @Override
        public String type() {
            return "tool.event";
        }
    }

    /** The turn, or the frame, failed; clients look for its id under either name ({@code spec gateway 1.3}). */
    record Failed(String request, String id, ErrorCode code, String message, long timestamp) implements ChatFrame {

        public Failed(String request, ErrorCode code, String message, long timestamp) {
            this(request, request, code, message, timestamp);
        }

        @JsonProperty
        @Override
        public String type() {
            return "error";
        }
    }

    record ConnectAck(String request, long timestamp) implements ChatFrame {
        @JsonProperty
        @Override
        public String type() {
            return "connect.ack";
        }
    }

    record Pong(String request, long timestamp) implements ChatFrame {
        @JsonProperty
        @Override
        public String type() {
            return "pong";
        }
    }
}
