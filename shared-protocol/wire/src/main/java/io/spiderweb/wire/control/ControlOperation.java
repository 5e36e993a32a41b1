package io.spiderweb.wire.control;

import io.spiderweb.wire.control.ControlReply.Empty;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of operations ({@code spec control 3.1}): who may call them, what gates them, how they are read and answered. */
public enum ControlOperation {
    VERSION(
            "version",
            Access.ANYONE,
            Scope.NONE,
            Shape.A,
            Push.NO,
            ConnectionRequest.Version::read,
            ConnectionReply.VersionAck.class),
    CONNECT(
            "connect",
            Access.ANYONE,
            Scope.NONE,
            Shape.A,
            Push.NO,
            f -> new ConnectionRequest.Connect(),
            ConnectionReply.ConnectAck.class),
    PING("ping", Access.ANY, Scope.NONE, Shape.A, Push.NO, f -> new ConnectionRequest.Ping(), Empty.class),
    METRICS(
            "metrics",
            Access.ADMIN,
            Scope.NONE,
            Shape.A,
            Push.NO,
            f -> new OperatorRequest.Metrics(),
            OperatorReply.Metrics.class),
    AUTH_STATUS(
            "auth_status",
            Access.ADMIN,
            Scope.NONE,
            Shape.A,
            Push.NO,
            f -> new AuthRequest.Status(),
            AuthReply.Status.class),
    AUTH_ROTATE(
            "auth_rotate",
            Access.ADMIN,
            Scope.NONE,
            Shape.A,
            Push.NO,
            AuthRequest.Rotate::read,
            AuthReply.Rotated.class),
    DEBUG_SUBSCRIBE(
            "debug_subscribe",
            Access.ANY,
            Scope.NONE,
            Shape.A,
            Push.NO,
            f -> new ConnectionRequest.DebugSubscribe(),
            ConnectionReply.Subscription.class),
    DEBUG_UNSUBSCRIBE(
            "debug_unsubscribe",
            Access.ANY,
            Scope.NONE,
            Shape.A,
            Push.NO,
            f -> new ConnectionRequest.DebugUnsubscribe(),
            ConnectionReply.Subscription.class),
    SESSION_ATTACH(
            "session_attach",
            Access.ANY,
            Scope.NONE,
            Shape.A,
            Push.NO,
            SessionRequest.Attach::read,
            SessionReply.Attached.class),
    SESSION_STATUS(
            "session_status",
            Access.ANY,
            Scope.NONE,
            Shape.A,
            Push.NO,
            SessionRequest.Status::read,
            SessionReply.Status.class),
    SESSION_RESUME(
            "session_resume",
            Access.ANY,
            Scope.NONE,
            Shape.A,
            Push.NO,
            SessionRequest.Resume::read,
            SessionReply.Attached.class),
    SESSION_LIST(
            "session_list",
            Access.ANY,
            Scope.NONE,
            Shape.A,
            Push.NO,
            f -> new SessionRequest.ListAll(),
            SessionReply.Sessions.class),
    SESSION_CLOSE(
            "session_close",
            Access.ANY,
            Scope.NONE,
            Shape.A,
            Push.NO,
            SessionRequest.Close::read,
            SessionReply.Closed.class),
    SESSION_HISTORY(
            "session_history",
            Access.ANY,
            Scope.NONE,
            Shape.A,
            Push.NO,
            AgentRequest.History::read,
            AgentReply.History.class),
    SESSION_RESTORE(
            "session_restore",
            Access.ANY,
            Scope.NONE,
            Shape.A,
            Push.NO,
            AgentRequest.Restore::read,
            AgentReply.Restored.class),
    AGENT_LIST(
            "agent_list",
            Access.ANY,
            Scope.NONE,
            Shape.A,
            Push.NO,
            f -> new AgentRequest.ListAll(),
            AgentReply.Agents.class),
    AGENT_GET("agent_get", Access.ANY, Scope.NONE, Shape.A, Push.NO, AgentRequest.Get::read, AgentReply.OneAgent.class),
    NODE_INVITE_CREATE(
            "node_invite_create",
            Access.ADMIN,
            Scope.NODE,
            Shape.B,
            Push.NO,
            NodeRequest.InviteCreate::read,
            NodeReply.Invite.class),
    NODE_JOIN(
            "node_join", Access.INVITE, Scope.NONE, Shape.B, Push.YES, NodeRequest.Join::read, NodeReply.Joined.class),
    NODE_JOIN_REQUEST(
            "node_join_request",
            Access.ANYONE,
            Scope.NONE,
            Shape.B,
            Push.YES,
            NodeRequest.JoinRequest::read,
            NodeReply.JoinRequested.class),
    NODE_JOIN_PENDING_LIST(
            "node_join_pending_list",
            Access.ADMIN,
            Scope.OPERATOR,
            Shape.B,
            Push.NO,
            f -> new NodeRequest.JoinPendingList(),
            NodeReply.PendingJoins.class),
    NODE_JOIN_APPROVE(
            "node_join_approve",
            Access.ADMIN,
            Scope.OPERATOR,
            Shape.B,
            Push.YES,
            NodeRequest.JoinApprove::read,
            NodeReply.Joined.class),
    NODE_JOIN_DENY(
            "node_join_deny",
            Access.ADMIN,
            Scope.OPERATOR,
            Shape.B,
            Push.YES,
            NodeRequest.JoinDeny::read,
            NodeReply.JoinDenied.class),
    NODE_JOIN_COLLECT(
            "node_join_collect",
            Access.ANYONE,
            Scope.NONE,
            Shape.B,
            Push.NO,
            NodeRequest.JoinCollect::read,
            NodeReply.Joined.class),
    NODE_LEASE_REFRESH(
            "node_lease_refresh",
            Access.NODE,
            Scope.NONE,
            Shape.B,
            Push.YES,
            NodeRequest.LeaseRefresh::read,
            NodeReply.Joined.class),
    NODE_SERVICE_UPSERT(
            "node_service_upsert",
            Access.NODE,
            Scope.NONE,
            Shape.B,
            Push.NO,
            NodeRequest.ServiceUpsert::read,
            NodeReply.Services.class),
    NODE_SERVICE_GET(
            "node_service_get",
            Access.ADMIN,
            Scope.NONE,
            Shape.B,
            Push.NO,
            NodeRequest.ServiceGet::read,
            NodeReply.Services.class),
    NODE_LIST(
            "node_list",
            Access.ADMIN,
            Scope.NONE,
            Shape.B,
            Push.NO,
            f -> new NodeRequest.ListAll(),
            NodeReply.Nodes.class),
    NODE_GET("node_get", Access.ADMIN, Scope.NONE, Shape.B, Push.NO, NodeRequest.Get::read, NodeReply.OneNode.class),
    NODE_DELETE(
            "node_delete",
            Access.ADMIN,
            Scope.NODE,
            Shape.B,
            Push.YES,
            NodeRequest.Delete::read,
            NodeReply.Deleted.class),
    PROJECT_CREATE(
            "project_create",
            Access.ANY,
            Scope.PROJECT,
            Shape.B,
            Push.YES,
            ProjectRequest.Create::read,
            ProjectReply.Project.class),
    PROJECT_UPDATE(
            "project_update",
            Access.ANY,
            Scope.PROJECT,
            Shape.B,
            Push.YES,
            ProjectRequest.Update::read,
            ProjectReply.Project.class),
    PROJECT_DELETE(
            "project_delete",
            Access.ANY,
            Scope.PROJECT,
            Shape.B,
            Push.YES,
            ProjectRequest.Delete::read,
            ProjectReply.Deleted.class),
    PROJECT_TOKEN_ROTATE(
            "project_token_rotate",
            Access.ANY,
            Scope.PROJECT,
            Shape.B,
            Push.NO,
            ProjectRequest.TokenRotate::read,
            ProjectReply.TokenRotated.class),
    PROJECT_TOKEN_REVOKE(
            "project_token_revoke",
            Access.ANY,
            Scope.PROJECT,
            Shape.B,
            Push.NO,
            ProjectRequest.TokenRevoke::read,
            ProjectReply.TokenRevoked.class),
    PROJECT_LIST(
            "project_list",
            Access.ANY,
            Scope.NONE,
            Shape.B,
            Push.NO,
            f -> new ProjectRequest.ListAll(),
            ProjectReply.Projects.class),
    PROJECT_GET(
            "project_get",
            Access.ANY,
            Scope.NONE,
            Shape.B,
            Push.NO,
            ProjectRequest.Get::read,
            ProjectReply.Project.class),
    PROJECT_MOUNT_LIST(
            "project_mount_list",
            Access.ANY,
            Scope.NONE,
            Shape.B,
            Push.NO,
            ProjectRequest.MountList::read,
            ProjectReply.Mounts.class),
    PROJECT_MOUNT_SET(
            "project_mount_set",
            Access.ANY,
            Scope.PROJECT,
            Shape.B,
            Push.YES,
            ProjectRequest.MountSet::read,
            ProjectReply.Project.class),
    PROJECT_MOUNT_REMOVE(
            "project_mount_remove",
            Access.ANY,
            Scope.PROJECT,
            Shape.B,
            Push.YES,
            ProjectRequest.MountRemove::read,
            ProjectReply.Project.class),
    PROJECT_ACTIVATE(
            "project_activate",
            Access.ANY,
            Scope.PROJECT,
            Shape.B,
            Push.YES,
            ProjectRequest.Activate::read,
            ProjectReply.Activated.class),
    PROJECT_UP(
            "project_up", Access.ANY, Scope.PROJECT, Shape.B, Push.YES, ProjectRequest.Up::read, ProjectReply.Up.class),
    WORKSPACE_STATUS(
            "workspace_status",
            Access.ANY,
            Scope.NONE,
            Shape.B,
            Push.NO,
            ProjectRequest.WorkspaceStatusOf::read,
            WorkspaceStatus.class),
    RECONCILE_STATUS(
            "reconcile_status",
            Access.ANY,
            Scope.NONE,
            Shape.B,
            Push.NO,
            ProjectRequest.ReconcileStatusOf::read,
            ReconcileStatus.class),
    BACKUP_CREATE(
            "backup_create",
            Access.ADMIN,
            Scope.OPERATOR,
            Shape.B,
            Push.NO,
            f -> new OperatorRequest.BackupCreate(),
            OperatorReply.Backup.class),
    BACKUP_READ(
            "backup_read",
            Access.ADMIN,
            Scope.OPERATOR,
            Shape.B,
            Push.NO,
            OperatorRequest.BackupRead::read,
            OperatorReply.BackupPiece.class),
    AUDIT_TAIL(
            "audit_tail",
            Access.ADMIN,
            Scope.NONE,
            Shape.B,
            Push.NO,
            OperatorRequest.AuditTail::read,
            OperatorReply.AuditTail.class),
    INTERNAL_VERIFY_BEARER(
            "internal.verify_bearer",
            Access.SERVICE,
            Scope.NONE,
            Shape.A,
            Push.NO,
            InternalRequest.VerifyBearer::read,
            InternalReply.Verified.class),
    INTERNAL_WORKSPACE(
            "internal.workspace",
            Access.SERVICE,
            Scope.NONE,
            Shape.A,
            Push.NO,
            InternalRequest.Workspace::read,
            WorkspaceStatus.class);

    /** Who may call an operation, beside services, which may call all. */
    public enum Access {
        /** Everybody, also who shows no credential at all. */
        ANYONE,
        /** Admins and users. */
        ANY,
        ADMIN,
        /** Admins, and the holder of an invite. */
        INVITE,
        /** Admins, and the node itself. */
        NODE,
        SERVICE
    }

    /** Which token a mutation must show besides, if the server has one ({@code spec control 3.3}). */
    public enum Scope {
        NONE,
        PROJECT,
        NODE,
        OPERATOR
    }

    /** The two forms of {@code error} ({@code spec control 1.3}): B carries the correlation id, also when it is null. */
    public enum Shape {
        A,
        B
    }

    /** Whether success is announced to topology subscribers. */
    public enum Push {
        NO,
        YES
    }

    @FunctionalInterface
    private interface Reader {
        ControlRequest read(Fields payload) throws InvalidJsonException;
    }

    private static final Map<String, ControlOperation> BY_TYPE =
            Arrays.stream(values()).collect(Collectors.toMap(ControlOperation::type, Function.identity()));

    private final String type;
    private final Access access;
    private final Scope scope;
    private final Shape shape;
    private final Push push;
    private final Reader reader;
    private final Class<? extends ControlReply> reply;

    ControlOperation(
            String name,
            Access access,
            Scope scope,
            Shape shape,
            Push push,
            Reader reader,
            Class<? extends ControlReply> reply) {
        this.type = name.contains(".") ? name : "control." + name;
        this.access = access;
        this.scope = scope;
        this.shape = shape;
        this.push = push;
        this.reader = reader;
        this.reply = reply;
    }

    public static Optional<ControlOperation> ofType(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    /** The full type of its request, such as {@code control.node_join}. */
    public String type() {
        return type;
    }

    public String channel() {
        return type.substring(0, type.indexOf('.'));
    }

    /** The type of its reply ({@code spec control 1.2}). */
    public String replyType() {
        return switch (this) {
            case VERSION -> "control.version_ack";
            case CONNECT -> "control.connect_ack";
            case PING -> "control.pong";
            default -> type;
        };
    }

    public Access access() {
        return access;
    }

    public Scope scope() {
        return scope;
    }

    public Shape shape() {
        return shape;
    }

    public boolean pushesTopology() {
        return push == Push.YES;
    }

    public Class<? extends ControlReply> reply() {
        return reply;
    }

    /** Whether any JSON passes as the payload, which is not looked at ({@code spec control 1.1}). */
    public boolean ignoresPayload() {
        return switch (this) {
            case CONNECT,
                    PING,
                    METRICS,
                    AUTH_STATUS,
                    DEBUG_SUBSCRIBE,
                    DEBUG_UNSUBSCRIBE,
                    SESSION_LIST,
                    AGENT_LIST,
                    NODE_LIST,
                    PROJECT_LIST -> true;
            default -> false;
        };
    }

    ControlRequest read(Fields payload) throws InvalidJsonException {
        return reader.read(payload);
    }
}
