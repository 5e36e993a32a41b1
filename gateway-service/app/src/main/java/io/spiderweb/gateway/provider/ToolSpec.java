package io.spiderweb.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool as a provider is told of it.
 *
 * @param schema JSON schema of its arguments, an object
 */
public record ToolSpec(String name, String description, JsonNode schema) {}
