package io.spiderweb.control.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.service.log.Redaction;
import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.control.ControlReply;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.OperatorReply;
import io.spiderweb.wire.control.ProjectReply;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an operation was about: a name, never anything else that somebody sent. */
final class Subject {

    private static final List<String> MEMBERS = List.of("project_id", "node_id", "request_id", "backup_id", "role");

    private Subject() {}

    /** The name of what was made. */
    static @Nullable String of(ControlReply reply, @Nullable JsonNode payload) {
        return switch (reply) {
            case ProjectReply.Project project -> project.projectId();
            case ProjectReply.Up up -> up.projectId();
            case NodeReply.Invite invite -> invite.inviteId();
            case NodeReply.JoinRequested requested -> requested.requestId();
            case NodeReply.Joined joined -> joined.nodeId();
            case OperatorReply.Backup backup -> backup.backupId();
            default -> of(payload);
        };
    }

    /** The name that was given. */
    static @Nullable String of(@Nullable JsonNode payload) {
        return payload == null
                ? null
                : MEMBERS.stream()
                        .map(member -> payload.path(member).textValue())
                        .filter(Objects::nonNull)
                        .filter(text -> Identifiers.isIdentifier(text, 128))
                        .map(Redaction::of)
                        .findFirst()
                        .orElse(null);
    }
}
