package io.spiderweb.wire.control;

import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import org.jspecify.annotations.Nullable;

/** Bindings of a connection to agents and projects ({@code spec control 3.5}). */
public sealed interface SessionRequest extends ControlRequest {

    record Attach(
            String sessionKey,
            String agentId,
            @Nullable String projectId,
            @Nullable Secret projectToken) implements SessionRequest {

        static Attach read(Fields fields) throws InvalidJsonException {
            String key = key(fields);
            String agent = fields.required("agent_id", Identifiers::isAgentId, "1 to 64 of A-Z a-z 0-9 - _");
            boolean hasProject = notEmpty(fields, "project_id");
            return new Attach(
                    key,
                    agent,
                    hasProject
                            ? fields.required("project_id", Identifiers::isProjectId, "1 to 128 of A-Z a-z 0-9 - _ .")
                            : null,
                    notEmpty(fields, "project_token") ? fields.requiredSecret("project_token") : null);
        }
    }

    /** @param sessionKey null for the active session */
    record Status(@Nullable String sessionKey) implements SessionRequest {
        static Status read(Fields fields) throws InvalidJsonException {
            return new Status(notEmpty(fields, "session_key") ? key(fields) : null);
        }
    }

    record Resume(String sessionKey) implements SessionRequest {
        static Resume read(Fields fields) throws InvalidJsonException {
            return new Resume(key(fields));
        }
    }

    record ListAll() implements SessionRequest {}

    record Close(String sessionKey) implements SessionRequest {
        static Close read(Fields fields) throws InvalidJsonException {
            return new Close(key(fields));
        }
    }

    private static String key(Fields fields) throws InvalidJsonException {
        return fields.required("session_key", Identifiers::isSessionKey, "1 to 128 of A-Z a-z 0-9 - _ . :");
    }

    // in session operations an empty optional string counts as absent (spec control 3.2)
    private static boolean notEmpty(Fields fields, String name) {
        String text = fields.optional(name);
        return text != null && !text.isEmpty();
    }
}
