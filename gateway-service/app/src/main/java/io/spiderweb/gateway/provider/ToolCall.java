package io.spiderweb.gateway.provider;

/**
 * What a provider wants to be done.
 *
 * @param id ties the result to the call; unique within its conversation
 * @param arguments JSON as the provider wrote it: it may be malformed
 */
public record ToolCall(String id, String name, String arguments) {}
