package io.spiderweb.control.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Scope;
import io.spiderweb.wire.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What is sent.
 *
 * @param id that its answer carries
 * @param type with its channel
 */
record Request(String id, String type, JsonNode payload) {

    private static final String ID = "control-cli-op";
    private static final String OPERATOR_TOKEN = "operator_token";

    static Request of(String type, JsonNode payload) {
        return new Request(ID, type, payload);
    }

    /** The operator token goes to the operations that it gates, unless the payload has one ({@code spec control 9.1}). */
    static Request of(ControlOperation operation, JsonNode payload, @Nullable Secret operatorToken) {
        boolean isGated = operation.scope() != Scope.NONE;
        if (isGated && operatorToken != null && payload instanceof ObjectNode object && !object.has(OPERATOR_TOKEN)) {
            object.put(OPERATOR_TOKEN, operatorToken.reveal());
        }
        return of(operation.type(), payload);
    }

    /** A ping that comes back with a text. */
    static Request echo(String text) {
        return new Request(text, ControlOperation.PING.type(), Json.object());
    }
}
