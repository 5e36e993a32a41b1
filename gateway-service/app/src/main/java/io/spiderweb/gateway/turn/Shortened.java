package io.spiderweb.gateway.turn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/**
 * Keeps the results of tools small enough for frames, documents and providers: a tool may read 8 MiB, and no peer takes a frame
 * of more than 4 MiB ({@code spec control 1.5}).
 */
final class Shortened {

    static final int MAX_TEXT = 256 << 10;

    private Shortened() {}

    /** The result with every long text in it cut, and the rest counted. */
    static JsonNode of(JsonNode result) {
        if (!(result instanceof ObjectNode object)) {
            return result;
        }
        ObjectNode shortened = object.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            shortened.set(member.getKey(), text(member.getValue()));
        }
        return shortened;
    }

    private static JsonNode text(JsonNode value) {
        if (!value.isTextual() || value.textValue().length() <= MAX_TEXT) {
            return value;
        }
        String text = value.textValue();
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return TextNode.valueOf(text.substring(0, end) + "… (" + (text.length() - end) + " characters left out)");
    }
}
