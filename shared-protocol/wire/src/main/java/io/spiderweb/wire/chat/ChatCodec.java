package io.spiderweb.wire.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Between channel-less frames and records ({@code spec gateway 7.1, 13}). */
public final class ChatCodec {

    private static final List<String> CONTENT = List.of("content", "text", "goal");

    private static final Map<String, BiFunction<String, ObjectNode, ChatRequest>> ROWS = Map.of(
            "session.send",
            (id, frame) -> new ChatRequest.SessionSend(
                    id,
                    content(frame),
                    text(frame, "session_key")
                            .or(() -> text(frame, "sessionKey"))
                            .orElse(null)),
            "connect",
            (id, frame) -> new ChatRequest.Connect(id),
            "ping",
            (id, frame) -> new ChatRequest.Ping(id));

    private ChatCodec() {}

    /**
     * Reads a frame that belongs to this family: an object of a type that has a row, without a {@code channel}, or a
     * {@code session.send} with any. Everything else is for the control codec to answer.
     */
    public static Optional<ChatRequest> decode(String text) {
        try {
            ObjectNode frame = Json.parseObject(text);
            String type = text(frame, "type").orElse("");
            if (frame.has("channel") && !type.equals("session.send")) {
                return Optional.empty();
            }
            return Optional.ofNullable(ROWS.get(type)).map(row -> row.apply(id(frame), frame));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    public static String encode(ChatFrame frame) {
        return Json.write(frame);
    }

    private static String id(ObjectNode frame) {
        return Stream.of(frame, frame.path("payload"))
                .flatMap(object -> Stream.of("id", "request_id").flatMap(name -> text(object, name).stream()))
                .findFirst()
                .orElse("generated");
    }

    // the first member that is there decides, also when it is not a string; those in the payload count only if none is
    // above
    private static @Nullable String content(ObjectNode frame) {
        return Stream.of(frame, frame.path("payload"))
                .flatMap(object -> CONTENT.stream().filter(object::has).map(object::get))
                .findFirst()
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(content -> !content.isBlank())
                .orElse(null);
    }

    private static Optional<String> text(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
