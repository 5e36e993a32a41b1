package io.spiderweb.control.workspace;

import io.spiderweb.control.Caller;
import io.spiderweb.control.Refused;
import io.spiderweb.control.leases.Node;
import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.projects.Binding;
import io.spiderweb.control.projects.Mount;
import io.spiderweb.control.projects.Project;
import io.spiderweb.control.projects.ProjectAccess;
import io.spiderweb.control.projects.Projects;
import io.spiderweb.control.reconcile.Drift;
import io.spiderweb.control.reconcile.Failover;
import io.spiderweb.control.reconcile.Reconciliation;
import io.spiderweb.control.reconcile.Standing;
import io.spiderweb.control.state.Database;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.InternalRequest;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.WorkspaceStatus;
import io.spiderweb.wire.control.WorkspaceStatus.Drift.Item;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what a workspace should be and is ({@code spec control 3.8}), evaluated at the time of the question. */
@Singleton
public class Workspaces {

    private final Database database;
    private final Projects projects;
    private final ProjectAccess access;
    private final NodeCatalog nodes;
    private final Reconciliation reconciliation;

    @Inject
    public Workspaces(
            Database database,
            Projects projects,
            ProjectAccess access,
            NodeCatalog nodes,
            Reconciliation reconciliation) {
        this.database = database;
        this.projects = projects;
        this.access = access;
        this.nodes = nodes;
        this.reconciliation = reconciliation;
    }

    /** The status of the project that the caller asks for, or works in. */
    public WorkspaceStatus status(Caller caller, ProjectRequest.WorkspaceStatusOf request) throws Refused {
        if (request.projectId() == null) {
            return projects.activeOf(caller.agentId())
                    .filter(project -> !project.isBuiltin() || caller.isPrimary())
                    .map(project -> of(caller, project))
                    .orElseGet(() -> empty(caller.agentId(), caller.principal().isAdmin()));
        }
        Project project = find(request.projectId());
        ProjectAccess.checkBuiltin(caller, project);
        if (request.projectToken() != null) {
            access.checkToken(project, request.projectToken());
        } else if (!mayRead(caller, project)) {
            throw new Refused(
                    ErrorCode.PROJECT_AUTH_FAILED,
                    "ProjectAuthFailed: " + caller.agentId() + " does not work in " + project.projectId()
                            + ": give project_token");
        }
        return of(caller, project);
    }

    /** What a service may see of a project: all, for any agent. */
    public WorkspaceStatus status(InternalRequest.Workspace request) throws Refused {
        if (request.projectId() != null) {
            return of(find(request.projectId()), request.agentId(), true, false);
        }
        return projects.activeOf(request.agentId())
                .map(project -> of(project, request.agentId(), true, false))
                .orElseGet(() -> empty(request.agentId(), false));
    }

    /** The status of a project for somebody who did not ask; absent if it is gone, or not for them. */
    public Optional<WorkspaceStatus> visible(Caller caller, String projectId) {
        return projects.find(projectId)
                .filter(project -> mayRead(caller, project))
                .map(project -> of(caller, project));
    }

    /** The status of a project for a caller who has just proved that it may touch it. */
    public WorkspaceStatus of(Caller caller, Project project) {
        return of(
                project,
                caller.agentId(),
                caller.isPrimary(),
                caller.principal().isAdmin());
    }

    private Project find(String projectId) throws Refused {
        return projects.find(projectId).orElseThrow(() -> ProjectAccess.unknown(projectId));
    }

    private boolean mayRead(Caller caller, Project project) {
        return caller.isPrimary()
                || !project.isBuiltin()
                        && database.get(Binding.TABLE, caller.agentId())
                                .equals(Optional.of(new Binding(project.projectId())));
    }

    /** @param seesAll whether it may know how other projects stand */
    private WorkspaceStatus of(Project project, String agentId, boolean withCredentials, boolean seesAll) {
        View view = new View(project, withCredentials);
        List<WorkspaceStatus.Mount> selected = new ArrayList<>();
        List<Item> drift = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (List<Mount> group : Failover.groups(project.mounts())) {
            Failover failover = Failover.of(group, view::isOnline);
            WorkspaceStatus.Mount mount = view.mount(failover.selected());
            selected.add(mount);
            Drift.of(failover, mount.nodeName() != null, mount.online()).ifPresent(kind -> {
                drift.add(kind.item(failover));
                kind.failure(project.projectId(), failover).ifPresent(failures::add);
            });
        }
        List<WorkspaceStatus.Mount> desired =
                project.mounts().stream().map(view::mount).toList();
        Standing standing = reconciliation
                .standing(id -> seesAll || id.equals(project.projectId()))
                .worsened(failures.isEmpty() ? null : failures.getFirst());
        return new WorkspaceStatus(
                agentId,
                project.projectId(),
                WorkspaceStatus.rootOf(project.projectId()),
                List.copyOf(selected),
                desired,
                List.copyOf(selected),
                WorkspaceStatus.Drift.of(List.copyOf(drift)),
                standing.state(),
                standing.lastReconcileMs(),
                standing.lastSuccessMs(),
                standing.lastError(),
                failures.size());
    }

    private WorkspaceStatus empty(String agentId, boolean seesAll) {
        Standing standing = reconciliation.standing(id -> seesAll);
        return new WorkspaceStatus(
                agentId,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                WorkspaceStatus.Drift.of(List.of()),
                standing.state(),
                standing.lastReconcileMs(),
                standing.lastSuccessMs(),
                standing.lastError(),
                standing.queueDepth());
    }

    /** The nodes of one project as they are at one time; each is looked up once. */
    private final class View {
        private final Project project;
        private final boolean withCredentials;
        private final long nowMs = database.nowMs();
        private final Map<String, Optional<Node>> known = new HashMap<>();
        private final Map<String, Boolean> online = new HashMap<>();

        View(Project project, boolean withCredentials) {
            this.project = project;
            this.withCredentials = withCredentials;
        }

        boolean isOnline(String nodeId) {
            return node(nodeId).isPresent() && online.computeIfAbsent(nodeId, nodes::isOnline);
        }

        WorkspaceStatus.Mount mount(Mount mount) {
            Node node = node(mount.nodeId()).orElse(null);
            return new WorkspaceStatus.Mount(
                    mount.path().text(),
                    mount.nodeId(),
                    mount.exportName(),
                    node == null ? null : node.name(),
                    node == null ? null : node.fsUrl(),
                    credential(node, mount),
                    isOnline(mount.nodeId()));
        }

        private Optional<Node> node(String nodeId) {
            return known.computeIfAbsent(nodeId, nodes::find);
        }

        private @Nullable Secret credential(@Nullable Node node, Mount mount) {
            return node == null || !withCredentials ? null : FsCredential.of(node, mount, project.projectId(), nowMs);
        }
    }
}
