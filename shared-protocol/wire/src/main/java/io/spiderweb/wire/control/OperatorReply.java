package io.spiderweb.wire.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to {@link OperatorRequest}. */
public sealed interface OperatorReply extends ControlReply {

    /** The totals ({@code spec control 8.3}); also the document {@code /metrics.json}. */
    record Metrics(Invites invites, Nodes nodes, Projects projects) implements OperatorReply {}

    /** @param active those that are kept, also when they were redeemed or have expired */
    record Invites(long active, long createdTotal, long redeemedTotal) {}

    /**
     * @param joinsTotal by invite and by approved request
     * @param reapedTotal nodes that were removed because they had not been heard from for too long
     */
    record Nodes(
            long online,
            long total,
            long joinsTotal,
            long leaseRefreshTotal,
            long ensuredTotal,
            long deletesTotal,
            long reapedTotal) {}

    /** @param total with the builtin project */
    record Projects(
            long total,
            long activeBindings,
            long createsTotal,
            long updatesTotal,
            long deletesTotal,
            long tokenRotatesTotal,
            long tokenRevokesTotal,
            long activationsTotal,
            long mountsTotal,
            long mountSetsTotal,
            long mountRemovesTotal) {}

    /** @param audit newest first */
    record AuditTail(List<AuditRecord> audit) implements OperatorReply {}

    /**
     * Who did what.
     *
     * @param id grows with every record
     * @param timestampMs milliseconds since the epoch
     * @param agentId the acting agent
     * @param controlType the operation, such as {@code control.node_join}
     * @param scope {@code none}, {@code node}, {@code project} or {@code operator}
     * @param result {@code ok} or {@code error}
     * @param principal whose credential it was, such as {@code role:admin}; ours, as the two that follow
     * @param address where the caller came from
     * @param subject the project, node, request or role that it was about
     */
    record AuditRecord(
            long id,
            long timestampMs,
            String agentId,
            String controlType,
            String scope,
            @Nullable String correlationId,
            String result,
            @Nullable String errorCode,
            String principal,
            String address,
            @Nullable String subject) {}

    /**
     * A backup that was made.
     *
     * @param revision everything that was acknowledged before is in it
     * @param bytes its size
     * @param path where the control plane keeps it until the next one is made
     */
    record Backup(String backupId, long revision, long documents, long bytes, String path) implements OperatorReply {}

    /**
     * A piece of a backup.
     *
     * @param bytes size of the whole
     * @param data base64; the last piece ends where the backup does
     */
    record BackupPiece(String backupId, long offset, long bytes, String data) implements OperatorReply {}
}
