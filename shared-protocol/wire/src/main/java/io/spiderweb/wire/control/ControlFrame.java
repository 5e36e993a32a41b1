package io.spiderweb.wire.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import org.jspecify.annotations.Nullable;

/** A frame of the control channel, as one side receives it. */
public sealed interface ControlFrame {

    /**
     * A request whose envelope is right. Its payload is read by {@link #request()}, after the caller's rights were checked
     * ({@code spec control 3.3}).
     *
     * @param text the frame as received, for whoever passes it on
     */
    record Request(
            ControlOperation operation,
            @Nullable String id,
            @Nullable String correlationId,
            @Nullable JsonNode payload,
            String text)
            implements ControlFrame {

        public Decoded<ControlRequest, ControlError> request() {
            ObjectNode object = payload == null || operation.ignoresPayload() ? Json.object() : asObject(payload);
            if (object == null) {
                return new Decoded.Rejected<>(error(ErrorCode.INVALID_PAYLOAD, "the payload must be an object"));
            }
            try {
                return new Decoded.Ok<>(operation.read(new Fields(object)));
            } catch (InvalidJsonException e) {
                return new Decoded.Rejected<>(error(codeOf(e), e.getMessage()));
            }
        }

        private static @Nullable ObjectNode asObject(JsonNode payload) {
            return payload instanceof ObjectNode object ? object : null;
        }

        /** The error that answers this request, in the shape that its operation has. */
        public ControlError error(ErrorCode code, String message) {
            return new ControlError(id, code, message, operation.shape(), correlation());
        }

        /** What ties the request to its audit record: the correlation id, else the id. */
        public @Nullable String correlation() {
            return correlationId == null ? id : correlationId;
        }

        private ErrorCode codeOf(InvalidJsonException e) {
            if (operation == ControlOperation.VERSION) {
                return ErrorCode.PROTOCOL_MISMATCH;
            }
            return e.kind() == InvalidJsonException.Kind.MISSING ? ErrorCode.MISSING_FIELD : ErrorCode.INVALID_PAYLOAD;
        }
    }

    /** What a server sends. */
    sealed interface FromServer extends ControlFrame {}

    /** @param payload to be read with {@link ControlCodec#payload} as the reply of the operation that was asked */
    record Reply(String type, @Nullable String id, JsonNode payload) implements FromServer {}

    record Failed(@Nullable String id, ErrorCode code, String message) implements FromServer {}

    /** @param request the id of the subscription for its acknowledgement, {@code workspace-topology} for pushes */
    record Event(String request, String category, JsonNode payload, long timestamp) implements FromServer {}
}
