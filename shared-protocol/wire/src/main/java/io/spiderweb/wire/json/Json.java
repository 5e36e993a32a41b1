package io.spiderweb.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON as the wire has it: strict in, compact out, members in snake case ({@code spec fs-node 1.4, control 1.1}). */
public final class Json {

    /** Deeper documents have no use here and could exhaust the stack of whoever walks them. */
    private static final int MAX_DEPTH = 64;

    /** The largest member is the base64 text of 1 MiB; the frame limit is 4 MiB. */
    private static final int MAX_STRING = 4 << 20;

    private static final int MAX_NUMBER = 40;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING)
                            .maxNumberLength(MAX_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** Reads token by token, so that depth costs it little. */
    private static final JsonFactory LENIENT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(MAX_STRING)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .build();

    private Json() {}

    /**
     * Reads one document.
     *
     * @throws InvalidJsonException if the text is no JSON, has a member twice, nests deeper than 64 levels or escapes half a
     *     surrogate pair, which no UTF-8 frame could carry back
     */
    public static JsonNode parse(String text) throws InvalidJsonException {
        try {
            JsonNode root = MAPPER.readTree(text);
            if (root == null || root.isMissingNode()) {
                throw new InvalidJsonException(Kind.SYNTAX, "the frame is empty");
            }
            if (text.contains("\\u") && !isWellFormed(root)) {
                throw new InvalidJsonException(Kind.SYNTAX, "half a surrogate pair in a string");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new InvalidJsonException(Kind.SYNTAX, "not JSON" + location(e));
        }
    }

    public static ObjectNode parseObject(String text) throws InvalidJsonException {
        if (parse(text) instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidJsonException(Kind.ENVELOPE, "the frame is not a JSON object");
    }

    /**
     * The member {@code id} of a document that could not be accepted, so that even its error finds its request. The document is
     * read as far as it is one; an id that is there twice is none.
     */
    public static Optional<String> readableId(String text) {
        List<String> ids = new ArrayList<>();
        try (JsonParser parser = LENIENT.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isId = parser.currentName().equals("id");
                    if (parser.nextToken() == JsonToken.VALUE_STRING && isId) {
                        ids.add(parser.getText());
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // what came before counts
        }
        return ids.size() == 1 ? Optional.of(ids.getFirst()).filter(Json::isWellFormed) : Optional.empty();
    }

    /** Reads a document into a record of ours. */
    public static <T> T read(JsonNode node, Class<T> type) throws InvalidJsonException {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new InvalidJsonException(Kind.TYPE, "not a " + type.getSimpleName());
        }
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of the wire are always writable", e);
        }
    }

    private static boolean isWellFormed(JsonNode node) {
        if (node.isTextual()) {
            return isWellFormed(node.textValue());
        }
        for (var member : node.properties()) {
            if (!isWellFormed(member.getKey())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!isWellFormed(child)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    // Jackson's own message quotes the text, which may hold a secret
    private static String location(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
    }
}
