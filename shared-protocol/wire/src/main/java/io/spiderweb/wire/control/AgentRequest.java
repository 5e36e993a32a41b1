package io.spiderweb.wire.control;

import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import org.jspecify.annotations.Nullable;

/** Agents and the conversations with them, which the gateway alone knows ({@code spec later-clients}). */
public sealed interface AgentRequest extends ControlRequest {

    long DEFAULT_LIMIT = 10;
    int MAX_LIMIT = 100;

    record ListAll() implements AgentRequest {}

    record Get(String agentId) implements AgentRequest {
        static Get read(Fields fields) throws InvalidJsonException {
            return new Get(fields.required("agent_id", Identifiers::isAgentId, ID_RULE));
        }
    }

    /**
     * The conversations of the caller, newest first.
     *
     * @param agentId null for those with any agent
     */
    record History(@Nullable String agentId, int limit) implements AgentRequest {
        static History read(Fields fields) throws InvalidJsonException {
            return new History(
                    optionalAgent(fields), (int) Math.min(fields.unsigned("limit", DEFAULT_LIMIT), MAX_LIMIT));
        }
    }

    /** The newest of them. */
    record Restore(@Nullable String agentId) implements AgentRequest {
        static Restore read(Fields fields) throws InvalidJsonException {
            return new Restore(optionalAgent(fields));
        }
    }

    String ID_RULE = "1 to 64 of A-Z a-z 0-9 - _";

    private static @Nullable String optionalAgent(Fields fields) throws InvalidJsonException {
        return fields.optional("agent_id", Identifiers::isAgentId, ID_RULE);
    }
}
