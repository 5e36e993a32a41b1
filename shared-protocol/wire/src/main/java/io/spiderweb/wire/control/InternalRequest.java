package io.spiderweb.wire.control;

import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import org.jspecify.annotations.Nullable;

/** What services ask the control plane; answered only to a connection that presented the service credential. */
public sealed interface InternalRequest extends ControlRequest {

    /** Whose token is this? */
    record VerifyBearer(Secret token) implements InternalRequest {
        static VerifyBearer read(Fields fields) throws InvalidJsonException {
            return new VerifyBearer(fields.requiredSecret("token"));
        }
    }

    /** The workspace of a project, with the credentials that its file nodes want. */
    record Workspace(String agentId, @Nullable String projectId) implements InternalRequest {
        static Workspace read(Fields fields) throws InvalidJsonException {
            return new Workspace(fields.required("agent_id"), fields.optional("project_id"));
        }
    }
}
