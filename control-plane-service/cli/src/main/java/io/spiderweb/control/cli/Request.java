package io.spiderweb.control.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Scope;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is sent.
 *
 * @param type with its channel
 */
record Request(String type, JsonNode payload) {

    private static final String CHANNEL = "control.";
    private static final String OPERATOR_TOKEN = "operator_token";

    /**
     * @param raw whether an operation that is not known here may be sent
     * @throws IllegalArgumentException with a message for people
     */
    static Request of(String operation, String payload, boolean raw, @Nullable Secret operatorToken) {
        String type = operation.startsWith(CHANNEL) ? operation : CHANNEL + operation;
        Optional<ControlOperation> known = ControlOperation.ofType(type);
        if (known.isEmpty() && !raw) {
            throw new IllegalArgumentException("unknown operation '" + operation + "', did you mean " + nearest(type)
                    + "? (--raw sends it all the same)");
        }
        JsonNode content = parse(payload);
        boolean isGated = known.filter(found -> found.scope() != Scope.NONE).isPresent();
        if (isGated && operatorToken != null && content instanceof ObjectNode object && !object.has(OPERATOR_TOKEN)) {
            object.put(OPERATOR_TOKEN, operatorToken.reveal());
        }
        return new Request(type, content);
    }

    /** The names of all operations that are known here, without {@code control.}. */
    static List<String> names() {
        return Arrays.stream(ControlOperation.values())
                .map(ControlOperation::type)
                .filter(type -> type.startsWith(CHANNEL))
                .map(type -> type.substring(CHANNEL.length()))
                .toList();
    }

    private static JsonNode parse(String payload) {
        try {
            return Json.parse(payload);
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException("the payload is not JSON: " + e.getMessage(), e);
        }
    }

    private static String nearest(String type) {
        String name = type.substring(CHANNEL.length());
        return names().stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow();
    }

    /** How many letters have to be added, removed or replaced (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
