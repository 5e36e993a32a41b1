package io.spiderweb.control.projects;

import io.spiderweb.control.Caller;
import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.Tokens;
import io.spiderweb.control.state.Announcement;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.state.Total;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.ProjectRequest.DesiredMount;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Create or update, mount and activate at once ({@code spec control 3.7}): all of it or, unlike its origin, nothing. */
@Singleton
public class ProjectUp {

    /**
     * What was done.
     *
     * @param token the project's: a new one, the one that the caller gave, or that of the builtin project
     */
    public record Done(Project project, Secret token, boolean created, boolean activated) {}

    private final Database database;
    private final Projects projects;
    private final ProjectAccess access;
    private final SystemProject systemProject;

    @Inject
    public ProjectUp(Database database, Projects projects, ProjectAccess access, SystemProject systemProject) {
        this.database = database;
        this.projects = projects;
        this.access = access;
        this.systemProject = systemProject;
    }

    public Done up(Caller caller, ProjectRequest.Up request) throws Refused {
        Secret fresh = Tokens.project();
        return database.change(edit -> {
            Optional<Project> selected = select(edit, request);
            Done done =
                    selected.isPresent() ? update(caller, edit, selected.get(), request) : create(edit, fresh, request);
            if (request.activate()) {
                Bindings.bind(edit, caller.agentId(), done.project().projectId());
            }
            edit.announce(
                    Announcement.of(ControlOperation.PROJECT_UP, done.project().projectId()));
            return done;
        });
    }

    private static Optional<Project> select(Edit edit, ProjectRequest.Up request) throws Refused {
        if (request.projectId() != null) {
            return Optional.of(Projects.existing(edit, request.projectId()));
        }
        return edit.all(Project.TABLE).values().stream()
                .filter(project -> project.name().equals(request.name()))
                .min(Comparator.comparingLong(Project::createdAtMs).thenComparing(Project::projectId));
    }

    private Done create(Edit edit, Secret token, ProjectRequest.Up request) throws Refused {
        if (request.name() == null) {
            throw new Refused(ErrorCode.MISSING_FIELD, "MissingField: name is required to create a project");
        }
        Project project = projects.newProject(edit, token, request.name(), request.vision(), request.status());
        return new Done(store(edit, project, request.desiredMounts()), token, true, request.activate());
    }

    private Done update(Caller caller, Edit edit, Project project, ProjectRequest.Up request) throws Refused {
        ProjectAccess.checkBuiltin(caller, project);
        if (project.isBuiltin()) {
            checkBuiltinUntouched(project, request);
            return new Done(project, systemProject.token(), false, request.activate());
        }
        Secret token = access.requireToken(project, request.projectToken());
        Project described = project.described(request.name(), request.vision(), request.status(), edit.nowMs());
        edit.count(Total.PROJECT_UPDATES, 1);
        return new Done(store(edit, described, request.desiredMounts()), token, false, request.activate());
    }

    private void checkBuiltinUntouched(Project project, ProjectRequest.Up request) throws Refused {
        if (request.projectToken() != null) {
            access.checkToken(project, request.projectToken());
        }
        if (request.name() != null
                || request.vision() != null
                || request.status() != null
                || request.desiredMounts() != null) {
            throw ProjectAccess.isProtected("name, vision, status and mounts");
        }
    }

    private static Project store(Edit edit, Project project, @Nullable List<DesiredMount> desired) throws Refused {
        Project result = desired == null ? project : project.with(mounts(edit, desired), edit.nowMs());
        edit.count(Total.MOUNT_SETS, desired == null ? 0 : 1);
        Projects.countMounts(edit, project.mounts().size(), result.mounts().size());
        edit.put(Project.TABLE, result.projectId(), result);
        return result;
    }

    private static List<Mount> mounts(Edit edit, List<DesiredMount> desired) throws Refused {
        List<Mount> mounts = List.of();
        for (DesiredMount mount : desired) {
            Projects.requireNode(edit, mount.nodeId());
            mounts = MountList.with(
                    mounts, new Mount(MountList.path(mount.mountPath()), mount.nodeId(), mount.exportName()));
        }
        return mounts;
    }
}
