package io.spiderweb.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import io.spiderweb.wire.json.Json;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outside of a frame that has a {@code channel} ({@code spec control 1.1, fs-node 1.1, gateway 2.2}). Every member that any
 * operation uses is checked for its type, also where this operation would ignore it; unknown members are ignored.
 *
 * @param type one that starts with the channel's name and a dot; whether it is known is the family's question
 * @param payload absent, or any JSON
 */
public record Envelope(
        String channel,
        String type,
        @Nullable String id,
        @Nullable String correlationId,
        @Nullable String sessionKey,
        @Nullable Long tag,
        @Nullable Long node,
        @Nullable Long h,
        @Nullable JsonNode payload,
        ObjectNode frame) {

    private static final Set<String> CHANNELS = Set.of("control", "acheron", "internal");

    private static final List<String> STRINGS = List.of("mode", "version", "data");
    private static final List<String> UNSIGNED_32 = List.of("fid", "newfid", "count", "msize");

    public static Envelope parse(String text) throws InvalidJsonException {
        ObjectNode frame = Json.parseObject(text);
        Fields fields = new Fields(frame);
        String type = fields.text("type");
        String channel = fields.text("channel");
        if (!CHANNELS.contains(channel)) {
            throw new InvalidJsonException(Kind.ENVELOPE, "unknown channel");
        }
        String id = string(frame, "id");
        String correlationId = string(frame, "correlation_id");
        String sessionKey = string(frame, "session_key");
        if (!type.startsWith(channel + ".")) {
            throw new InvalidJsonException(Kind.UNSUPPORTED, "the type does not belong to channel " + channel);
        }
        if (!channel.equals("acheron")) {
            return new Envelope(
                    channel, type, id, correlationId, sessionKey, null, null, null, frame.get("payload"), frame);
        }
        checkRuntimeMembers(fields);
        return new Envelope(
                channel,
                type,
                id,
                correlationId,
                sessionKey,
                frame.has("tag") ? fields.unsigned32("tag", 0) : null,
                frame.has("node") ? fields.unsigned("node", 0) : null,
                frame.has("h") ? fields.unsigned("h", 0) : null,
                frame.get("payload"),
                frame);
    }

    private static void checkRuntimeMembers(Fields fields) throws InvalidJsonException {
        for (String name : STRINGS) {
            string(fields.object(), name);
        }
        for (String name : UNSIGNED_32) {
            fields.unsigned32(name, 0);
        }
        fields.unsigned("offset", 0);
        if (fields.has("data_b64")) {
            fields.base64("data_b64");
        }
        JsonNode path = fields.object().get("path");
        if (path != null && (!path.isArray() || fields.strings("path").size() != path.size())) {
            throw new InvalidJsonException(Kind.TYPE, "path must be an array of strings");
        }
    }

    private static @Nullable String string(ObjectNode frame, String name) throws InvalidJsonException {
        JsonNode value = frame.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw new InvalidJsonException(Kind.TYPE, name + " must be a string");
        }
        return value.textValue();
    }
}
