package io.spiderweb.wire.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to {@link AgentRequest}. Times are milliseconds since the epoch. */
public sealed interface AgentReply extends ControlReply {

    record Agents(List<Agent> agents) implements AgentReply {}

    record OneAgent(Agent agent) implements AgentReply {}

    /** @param capabilities such as {@code chat} */
    record Agent(
            String id,
            String name,
            String description,
            boolean isDefault,
            boolean identityLoaded,
            boolean needsHatching,
            List<String> capabilities) {}

    record History(List<Session> sessions) implements AgentReply {}

    record Restored(
            boolean found,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Session session) implements AgentReply {}

    /**
     * A conversation that outlives its connection.
     *
     * @param messageCount of users, agents and tools, also those that are not kept any more
     */
    record Session(
            String sessionKey,
            String agentId,
            @Nullable String projectId,
            long lastActiveMs,
            long messageCount,
            @Nullable String summary) {}
}
