package io.spiderweb.wire.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.Envelope;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import io.spiderweb.wire.json.Json;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Between frames of the control channel and records ({@code spec control 1}). */
public final class ControlCodec {

    /** The largest frame that a client may send, in bytes. */
    public static final int MAX_CLIENT_FRAME = 256 << 10;

    private static final String ERROR = "control.error";

    private static final Set<String> REPLIES_ONLY =
            Set.of("control.version_ack", "control.connect_ack", "control.pong", ERROR);

    private ControlCodec() {}

    /**
     * Reads what a client sent. A rejection keeps the connection; it carries the request's id whenever that was a readable
     * string ({@code spec control 11} row 14).
     */
    public static Decoded<ControlFrame.Request, ControlError> decodeRequest(String text) {
        try {
            Envelope envelope = Envelope.parse(text);
            Optional<ControlOperation> operation = ControlOperation.ofType(envelope.type());
            if (operation.isPresent()) {
                return new Decoded.Ok<>(new ControlFrame.Request(
                        operation.get(), envelope.id(), envelope.correlationId(), envelope.payload(), text));
            }
            if (REPLIES_ONLY.contains(envelope.type())) {
                return new Decoded.Rejected<>(ControlError.plain(
                        envelope.id(), ErrorCode.UNSUPPORTED, envelope.type() + " is a reply, not a request"));
            }
            throw new InvalidJsonException(Kind.UNSUPPORTED, "this server has no operation of that type");
        } catch (InvalidJsonException e) {
            return new Decoded.Rejected<>(
                    ControlError.plain(Json.readableId(text).orElse(null), ErrorCode.INVALID_ENVELOPE, e.getMessage()));
        }
    }

    /** Reads what a server sent; a rejection is a description for the log. */
    public static Decoded<ControlFrame.FromServer, String> decodeFromServer(String text) {
        try {
            ObjectNode frame = Json.parseObject(text);
            Fields fields = new Fields(frame);
            String type = fields.text("type");
            String id = fields.optional("id");
            return new Decoded.Ok<>(
                    switch (type) {
                        case "debug.event" ->
                            new ControlFrame.Event(
                                    fields.text("request"),
                                    fields.text("category"),
                                    frame.path("payload"),
                                    frame.path("timestamp").asLong());
                        case ERROR ->
                            new ControlFrame.Failed(
                                    id,
                                    ErrorCode.of(
                                            frame.path("error").path("code").asText()),
                                    frame.path("error").path("message").asText());
                        // the frame that refuses a connection before negotiation (spec control 2.4)
                        case "error" ->
                            new ControlFrame.Failed(
                                    id,
                                    ErrorCode.of(frame.path("code").asText()),
                                    frame.path("message").asText());
                        default -> new ControlFrame.Reply(type, id, frame.path("payload"));
                    });
        } catch (InvalidJsonException e) {
            return new Decoded.Rejected<>(e.getMessage());
        }
    }

    /** The payload of a reply to an operation. */
    public static <T extends ControlReply> Decoded<T, String> payload(JsonNode payload, Class<T> type) {
        try {
            return new Decoded.Ok<>(Json.read(payload.isMissingNode() ? Json.object() : payload, type));
        } catch (InvalidJsonException e) {
            return new Decoded.Rejected<>(e.getMessage());
        }
    }

    public static String encode(@Nullable String id, ControlOperation operation, ControlRequest request) {
        ObjectNode frame = frame(operation.channel(), operation.type(), id);
        return Json.write(frame.set("payload", Json.tree(request)));
    }

    /** A request with a payload that was not made here, such as one typed on a command line. */
    public static String encode(String id, String type, JsonNode payload) {
        return Json.write(frame(type.substring(0, type.indexOf('.')), type, id).set("payload", payload));
    }

    public static String encode(@Nullable String id, ControlOperation operation, ControlReply reply) {
        ObjectNode frame = frame(operation.channel(), operation.replyType(), id).put("ok", true);
        return Json.write(frame.set("payload", Json.tree(reply)));
    }

    public static String encode(ControlError error) {
        ObjectNode detail = Json.object().put("code", error.code().wireName()).put("message", error.message());
        if (error.shape() == ControlOperation.Shape.B) {
            detail.put("correlation_id", error.correlationId());
        }
        return Json.write(frame("control", ERROR, error.id()).put("ok", false).set("error", detail));
    }

    /** A push frame, which has no channel ({@code spec control 5.1}). */
    public static String encode(ControlFrame.Event event) {
        return Json.write(Json.object()
                .put("type", "debug.event")
                .put("request", event.request())
                .put("category", event.category())
                .<ObjectNode>set("payload", event.payload())
                .put("timestamp", event.timestamp()));
    }

    private static ObjectNode frame(String channel, String type, @Nullable String id) {
        ObjectNode frame = Json.object().put("channel", channel).put("type", type);
        return id == null ? frame : frame.put("id", id);
    }
}
