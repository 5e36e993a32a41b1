package io.spiderweb.gateway.provider;

import java.util.List;

/**
 * One round: everything the provider needs to know, since it remembers nothing.
 *
 * @param model as the provider names it; empty for its default
 * @param messages oldest first; every tool call has its result behind it
 */
public record ProviderRequest(String model, String system, List<Message> messages, List<ToolSpec> tools) {
    public ProviderRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
