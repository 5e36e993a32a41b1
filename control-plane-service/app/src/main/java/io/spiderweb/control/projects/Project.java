package io.spiderweb.control.projects;

import io.spiderweb.control.state.Table;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ProjectReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A project as it is stored.
 *
 * @param tokenHash keyed hash of its token
 */
public record Project(
        String projectId,
        String name,
        String vision,
        String status,
        String tokenHash,
        long createdAtMs,
        long updatedAtMs,
        List<Mount> mounts) {

    public static final Table<Project> TABLE = new Table<>("project", Project.class);

    /** The project of the primary agent, which always exists ({@code spec control 4.2}). */
    public static final String SYSTEM = "system";

    static final String DEFAULT_STATUS = "active";

    public Project {
        mounts = List.copyOf(mounts);
    }

    public boolean isBuiltin() {
        return projectId.equals(SYSTEM);
    }

    Project with(List<Mount> newMounts, long nowMs) {
        return new Project(projectId, name, vision, status, tokenHash, createdAtMs, nowMs, newMounts);
    }

    Project withToken(String newTokenHash, long nowMs) {
        return new Project(projectId, name, vision, status, newTokenHash, createdAtMs, nowMs, mounts);
    }

    Project described(@Nullable String newName, @Nullable String newVision, @Nullable String newStatus, long nowMs) {
        return new Project(
                projectId,
                newName == null ? name : newName,
                newVision == null ? vision : newVision,
                newStatus == null ? status : newStatus,
                tokenHash,
                createdAtMs,
                nowMs,
                mounts);
    }

    /** @param token only for the answer to its creation */
    ProjectReply.Project toWire(@Nullable Secret token) {
        return new ProjectReply.Project(
                projectId,
                name,
                vision,
                status,
                kind(),
                isBuiltin(),
                createdAtMs,
                updatedAtMs,
                token,
                wireMounts().mounts());
    }

    ProjectReply.Mounts wireMounts() {
        return new ProjectReply.Mounts(
                projectId, mounts.stream().map(Mount::toWire).toList());
    }

    ProjectReply.Summary summary() {
        return new ProjectReply.Summary(projectId, name, status, kind(), isBuiltin(), mounts.size());
    }

    private String kind() {
        return isBuiltin() ? "system_builtin" : "normal";
    }
}
