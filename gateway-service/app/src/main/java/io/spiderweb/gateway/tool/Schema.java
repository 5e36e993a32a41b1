package io.spiderweb.gateway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.json.Json;

/** Builds the JSON schema of a tool's arguments, in the plain form that every provider takes ({@code spec agent-runtime 10.1}). */
final class Schema {

    private final ObjectNode properties = Json.object();
    private final ArrayNode required = properties.arrayNode();

    Schema required(String name, String type, String description) {
        required.add(name);
        return optional(name, type, description);
    }

    Schema optional(String name, String type, String description) {
        properties.putObject(name).put("type", type).put("description", description);
        return this;
    }

    JsonNode build() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.set("properties", properties);
        schema.set("required", required);
        return schema;
    }
}
