package io.spiderweb.control.projects;

import io.spiderweb.control.Caller;
import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.auth.Tokens;
import io.spiderweb.control.leases.Node;
import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.state.Announcement;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.state.Ledger.Sequence;
import io.spiderweb.control.state.Total;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.MountPath;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ProjectReply;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.WorkspaceStatus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operations on projects, their mounts and bindings, but for {@link ProjectUp}. */
@Singleton
public class Projects {

    private static final int MAX_PROJECTS = 10_000;
    private static final int MAX_MOUNTS = 100_000;

    /** The store takes 1,000 documents in one change. */
    private static final int MAX_AT_ONCE = 900;

    private final Database database;
    private final ProjectAccess access;
    private final KeyedHash hash;

    @Inject
    public Projects(Database database, ProjectAccess access, KeyedHash hash) {
        this.database = database;
        this.access = access;
        this.hash = hash;
    }

    public Optional<Project> find(String projectId) {
        return database.get(Project.TABLE, projectId);
    }

    /** The project in which an agent works; absent also if that project is gone. */
    public Optional<Project> activeOf(String agentId) {
        return database.get(Binding.TABLE, agentId).flatMap(binding -> find(binding.projectId()));
    }

    public ProjectReply.Project create(ProjectRequest.Create request) throws Refused {
        Secret token = Tokens.project();
        return database.change(edit -> {
            Project project = newProject(edit, token, request.name(), request.vision(), request.status());
            edit.put(Project.TABLE, project.projectId(), project);
            edit.announce(Announcement.of(ControlOperation.PROJECT_CREATE, project.projectId()));
            return project.toWire(token);
        });
    }

    public ProjectReply.Project update(ProjectRequest.Update request) throws Refused {
        return database.change(edit -> {
            Project project = existing(edit, request.projectId());
            access.checkToken(project, request.projectToken());
            boolean describes = request.name() != null || request.vision() != null || request.status() != null;
            if (project.isBuiltin() && describes) {
                throw ProjectAccess.isProtected("name, vision and status");
            }
            Project updated = project.described(request.name(), request.vision(), request.status(), edit.nowMs());
            edit.put(Project.TABLE, project.projectId(), updated);
            edit.count(Total.PROJECT_UPDATES, 1);
            edit.announce(Announcement.of(ControlOperation.PROJECT_UPDATE, project.projectId()));
            return updated.toWire(null);
        });
    }

    /** Agents that worked in it work in none then: a binding to a project that is gone counts as none. */
    public ProjectReply.Deleted delete(ProjectRequest.Delete request) throws Refused {
        return database.change(edit -> {
            Project project = mutable(edit, "the existence", request.projectId(), request.projectToken());
            edit.delete(Project.TABLE, project.projectId());
            edit.count(Total.PROJECTS, -1);
            edit.count(Total.MOUNTS, -project.mounts().size());
            edit.count(Total.PROJECT_DELETES, 1);
            edit.announce(Announcement.of(ControlOperation.PROJECT_DELETE, project.projectId()));
            return new ProjectReply.Deleted(true, project.projectId());
        });
    }

    public ProjectReply.TokenRotated rotateToken(ProjectRequest.TokenRotate request) throws Refused {
        Secret fresh = Tokens.project();
        long now = replaceToken(request.projectId(), request.projectToken(), fresh, Total.TOKEN_ROTATES);
        return new ProjectReply.TokenRotated(request.projectId(), fresh, true, now);
    }

    /** Nobody can change the project any more, until who did this rotates the token ({@code control 11} row 20). */
    public ProjectReply.TokenRevoked revokeToken(ProjectRequest.TokenRevoke request) throws Refused {
        Secret left = Tokens.revokedProject();
        long now = replaceToken(request.projectId(), request.projectToken(), left, Total.TOKEN_REVOKES);
        return new ProjectReply.TokenRevoked(request.projectId(), left, true, now);
    }

    public ProjectReply.Projects list() {
        return new ProjectReply.Projects(
                database.all(Project.TABLE).stream().map(Project::summary).toList());
    }

    public ProjectReply.Project get(String projectId) throws Refused {
        return find(projectId)
                .orElseThrow(() -> ProjectAccess.unknown(projectId))
                .toWire(null);
    }

    public ProjectReply.Mounts mounts(String projectId) throws Refused {
        return find(projectId)
                .orElseThrow(() -> ProjectAccess.unknown(projectId))
                .wireMounts();
    }

    public ProjectReply.Project setMount(ProjectRequest.MountSet request) throws Refused {
        return database.change(edit -> {
            requireNode(edit, request.nodeId());
            Project project = mutable(edit, "the mounts", request.projectId(), request.projectToken());
            Mount mount = new Mount(MountList.path(request.mountPath()), request.nodeId(), request.exportName());
            List<Mount> mounts = MountList.with(project.mounts(), mount);
            edit.count(Total.MOUNT_SETS, 1);
            edit.announce(Announcement.of(ControlOperation.PROJECT_MOUNT_SET, project.projectId()));
            return replaceMounts(edit, project, mounts).toWire(null);
        });
    }

    public ProjectReply.Project removeMount(ProjectRequest.MountRemove request) throws Refused {
        return database.change(edit -> {
            Project project = mutable(edit, "the mounts", request.projectId(), request.projectToken());
            MountPath path = MountList.path(request.mountPath());
            Predicate<Mount> removed = mount -> mount.path().equals(path)
                    && (request.nodeId() == null
                            || mount.nodeId().equals(request.nodeId())
                                    && mount.exportName().equals(request.exportName()));
            List<Mount> left = MountList.without(project.mounts(), removed, "at " + path);
            edit.count(Total.MOUNT_REMOVES, project.mounts().size() - (long) left.size());
            edit.announce(Announcement.of(ControlOperation.PROJECT_MOUNT_REMOVE, project.projectId()));
            return replaceMounts(edit, project, left).toWire(null);
        });
    }

    /** Makes the project the one that the acting agent works in. */
    public ProjectReply.Activated activate(Caller caller, ProjectRequest.Activate request) throws Refused {
        return database.change(edit -> {
            attach(edit, caller, request);
            edit.announce(Announcement.of(ControlOperation.PROJECT_ACTIVATE, request.projectId()));
            return new ProjectReply.Activated(
                    caller.agentId(), request.projectId(), WorkspaceStatus.rootOf(request.projectId()));
        });
    }

    /** The same for a session that is attached, which is told to nobody ({@code spec control 3.1}). */
    public void attach(Caller caller, ProjectRequest.Activate request) throws Refused {
        database.change(edit -> {
            attach(edit, caller, request);
            return true;
        });
    }

    static Project existing(Edit edit, String projectId) throws Refused {
        return edit.get(Project.TABLE, projectId).orElseThrow(() -> ProjectAccess.unknown(projectId));
    }

    static void requireNode(Edit edit, String nodeId) throws Refused {
        if (edit.get(Node.TABLE, nodeId).isEmpty()) {
            throw NodeCatalog.unknown(nodeId);
        }
    }

    /** Takes nodes that go away out of all projects, as part of a change. */
    public static void removeMountsOf(Edit edit, Set<String> nodeIds) throws Refused {
        List<Project> affected = edit.all(Project.TABLE).values().stream()
                .filter(project -> project.mounts().stream().anyMatch(mount -> nodeIds.contains(mount.nodeId())))
                .toList();
        if (affected.size() > MAX_AT_ONCE) {
            throw new Refused(
                    ErrorCode.CONTROL_PLANE_ERROR,
                    "more than " + MAX_AT_ONCE + " projects mount " + String.join(", ", nodeIds)
                            + ": unmount it there first");
        }
        for (Project project : affected) {
            replaceMounts(
                    edit,
                    project,
                    project.mounts().stream()
                            .filter(mount -> !nodeIds.contains(mount.nodeId()))
                            .toList());
        }
    }

    private void attach(Edit edit, Caller caller, ProjectRequest.Activate request) throws Refused {
        Project project = existing(edit, request.projectId());
        access.checkActivation(caller, project, request.projectToken());
        Bindings.bind(edit, caller.agentId(), project.projectId());
    }

    /** A project that is not stored yet. */
    Project newProject(Edit edit, Secret token, String name, @Nullable String vision, @Nullable String status)
            throws Refused {
        if (edit.total(Total.PROJECTS) >= MAX_PROJECTS) {
            throw new Refused(ErrorCode.CONTROL_PLANE_ERROR, "there are " + MAX_PROJECTS + " projects already");
        }
        edit.count(Total.PROJECTS, 1);
        edit.count(Total.PROJECT_CREATES, 1);
        long now = edit.nowMs();
        return new Project(
                "proj-" + edit.next(Sequence.PROJECT),
                name,
                vision == null ? "" : vision,
                status == null ? Project.DEFAULT_STATUS : status,
                hash.of(token),
                now,
                now,
                List.of());
    }

    private long replaceToken(String projectId, Secret shown, Secret fresh, Total counted) throws Refused {
        return database.change(edit -> {
            Project project = ordinary(edit, "the token", projectId);
            access.checkRotation(project, shown);
            long now = edit.nowMs();
            edit.put(Project.TABLE, projectId, project.withToken(hash.of(fresh), now));
            edit.count(counted, 1);
            return now;
        });
    }

    private Project mutable(Edit edit, String what, String projectId, Secret token) throws Refused {
        Project project = ordinary(edit, what, projectId);
        access.checkToken(project, token);
        return project;
    }

    private static Project ordinary(Edit edit, String what, String projectId) throws Refused {
        Project project = existing(edit, projectId);
        if (project.isBuiltin()) {
            throw ProjectAccess.isProtected(what);
        }
        return project;
    }

    /** Counts what became of a project's mounts, as part of a change. */
    static void countMounts(Edit edit, int before, int after) throws Refused {
        if (after > before && edit.total(Total.MOUNTS) + after - before > MAX_MOUNTS) {
            throw new Refused(
                    ErrorCode.CONTROL_PLANE_ERROR, "all projects together have at most " + MAX_MOUNTS + " mounts");
        }
        edit.count(Total.MOUNTS, after - (long) before);
    }

    private static Project replaceMounts(Edit edit, Project project, List<Mount> mounts) throws Refused {
        if (mounts.equals(project.mounts())) {
            return project;
        }
        Project changed = project.with(mounts, edit.nowMs());
        countMounts(edit, project.mounts().size(), mounts.size());
        edit.put(Project.TABLE, project.projectId(), changed);
        return changed;
    }
}
