package io.spiderweb.wire.control;

import static io.spiderweb.wire.Identifiers.isIdentifier;

import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import org.jspecify.annotations.Nullable;

/** What an operator looks at ({@code spec control 3.4, 3.8}). */
public sealed interface OperatorRequest extends ControlRequest {

    long DEFAULT_LIMIT = 50;
    int MAX_LIMIT = 500;

    record Metrics() implements OperatorRequest {}

    /**
     * The newest audit records.
     *
     * @param limit 0 to {@value #MAX_LIMIT}
     * @param agentId null for those of all agents
     */
    record AuditTail(int limit, @Nullable String agentId) implements OperatorRequest {
        static AuditTail read(Fields fields) throws InvalidJsonException {
            return new AuditTail(
                    (int) Math.min(fields.unsigned("limit", DEFAULT_LIMIT), MAX_LIMIT),
                    fields.optional("agent_id", text -> !text.isEmpty(), "an agent's id"));
        }
    }

    /** Makes a backup of the whole state, and replaces the one before. */
    record BackupCreate() implements OperatorRequest {}

    /** @param offset in bytes; those from there on are wanted */
    record BackupRead(String backupId, long offset) implements OperatorRequest {
        static BackupRead read(Fields fields) throws InvalidJsonException {
            return new BackupRead(
                    fields.required("backup_id", text -> isIdentifier(text, 64), "the id of a backup"),
                    fields.unsigned("offset", 0));
        }
    }
}
