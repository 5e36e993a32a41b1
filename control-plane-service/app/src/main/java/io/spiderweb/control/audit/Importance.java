package io.spiderweb.control.audit;

import io.spiderweb.control.Caller;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Scope;
import io.spiderweb.wire.control.ControlReply;
import io.spiderweb.wire.control.WorkspaceStatus;
import java.util.EnumSet;
import java.util.Set;

/** Which outcomes are recorded, and how densely. */
enum Importance {
    /** Not at all. */
    NONE,
    /** What repeats all the time, such as a mount that asks for its workspace: once an hour. */
    REPEATED,
    /** What an attacker can do as often as he likes: bounded in a minute. */
    FAILURE,
    /** Each time. */
    CHANGE;

    private static final Set<ErrorCode> REFUSED_ATTACHMENTS = EnumSet.of(
            ErrorCode.FORBIDDEN,
            ErrorCode.SESSION_BUSY,
            ErrorCode.PROJECT_AUTH_FAILED,
            ErrorCode.PROJECT_ASSIGNMENT_FORBIDDEN);

    private static final Set<ErrorCode> REFUSED_SECRETS = EnumSet.of(
            ErrorCode.NODE_AUTH_FAILED,
            ErrorCode.NODE_NOT_FOUND,
            ErrorCode.PROJECT_AUTH_FAILED,
            ErrorCode.PROJECT_ASSIGNMENT_FORBIDDEN);

    static Importance of(ControlOperation operation, Caller caller, ControlReply reply) {
        return switch (operation) {
            case AUTH_STATUS, AUTH_ROTATE, NODE_JOIN, NODE_JOIN_REQUEST, NODE_JOIN_COLLECT -> CHANGE;
            case NODE_SERVICE_UPSERT, BACKUP_READ -> REPEATED;
            case WORKSPACE_STATUS, INTERNAL_WORKSPACE -> reveals(reply) ? REPEATED : NONE;
            // what is pushed from now on shows what workspace_status shows
            case DEBUG_SUBSCRIBE -> caller.isPrimary() ? REPEATED : NONE;
            default -> operation.scope() == Scope.NONE ? NONE : CHANGE;
        };
    }

    static Importance of(ControlOperation operation, ErrorCode error) {
        boolean recorded = error == ErrorCode.FORBIDDEN
                || switch (operation) {
                    case SESSION_ATTACH -> REFUSED_ATTACHMENTS.contains(error);
                    case AUTH_ROTATE -> error == ErrorCode.STORAGE_ERROR;
                    case NODE_JOIN, NODE_JOIN_REQUEST -> true;
                    case NODE_JOIN_COLLECT -> error != ErrorCode.JOIN_PENDING;
                    case NODE_LEASE_REFRESH, NODE_SERVICE_UPSERT, WORKSPACE_STATUS, INTERNAL_WORKSPACE ->
                        REFUSED_SECRETS.contains(error);
                    default -> operation.scope() != Scope.NONE && error != ErrorCode.CORRELATION_REQUIRED;
                };
        return recorded ? FAILURE : NONE;
    }

    private static boolean reveals(ControlReply reply) {
        return reply instanceof WorkspaceStatus status
                && status.mounts().stream().anyMatch(mount -> mount.fsAuthToken() != null);
    }
}
