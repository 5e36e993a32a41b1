package io.spiderweb.wire.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.spiderweb.wire.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to {@link ProjectRequest}. Times are milliseconds since the epoch. */
public sealed interface ProjectReply extends ControlReply {

    /**
     * @param kind {@code normal} or {@code system_builtin}
     * @param projectToken only in the answer to a creation
     */
    record Project(
            String projectId,
            String name,
            String vision,
            String status,
            String kind,
            boolean isDeleteProtected,
            long createdAtMs,
            long updatedAtMs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Secret projectToken,

            List<ProjectRequest.DesiredMount> mounts)
            implements ProjectReply {}

    record Deleted(boolean deleted, String projectId) implements ProjectReply {}

    /** @param projectToken the new one; the old one opens nothing any more */
    record TokenRotated(String projectId, Secret projectToken, boolean rotated, long updatedAtMs)
            implements ProjectReply {}

    /** @param projectToken opens nothing but the rotation, with which the project gets a token again */
    record TokenRevoked(String projectId, Secret projectToken, boolean revoked, long updatedAtMs)
            implements ProjectReply {}

    record Projects(List<Summary> projects) implements ProjectReply {}

    record Summary(
            String projectId, String name, String status, String kind, boolean isDeleteProtected, int mountCount) {}

    record Mounts(String projectId, List<ProjectRequest.DesiredMount> mounts) implements ProjectReply {}

    record Activated(String agentId, String projectId, String workspaceRoot) implements ProjectReply {}

    record Up(String projectId, Secret projectToken, boolean created, boolean activated, WorkspaceStatus workspace)
            implements ProjectReply {}
}
