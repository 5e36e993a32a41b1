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
import io.spiderweb.control.state.Database;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.MountPath;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.InternalRequest;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.WorkspaceStatus;
import io.spiderweb.wire.control.WorkspaceStatus.Drift.Item;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    @Inject
    public Workspaces(Database database, Projects projects, ProjectAccess access, NodeCatalog nodes) {
        this.database = database;
        this.projects = projects;
        this.access = access;
        this.nodes = nodes;
    }

    /** The status of the project that the caller asks for, or works in. */
    public WorkspaceStatus status(Caller caller, ProjectRequest.WorkspaceStatusOf request) throws Refused {
        if (request.projectId() == null) {
            return projects.activeOf(caller.agentId())
                    .filter(project -> !project.isBuiltin() || caller.isPrimary())
                    .map(project -> of(project, caller.agentId(), caller.isPrimary()))
                    .orElseGet(() -> empty(caller.agentId()));
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
        return of(project, caller.agentId(), caller.isPrimary());
    }

    /** What a service may see of a project: all, for any agent. */
    public WorkspaceStatus status(InternalRequest.Workspace request) throws Refused {
        if (request.projectId() != null) {
            return of(find(request.projectId()), request.agentId(), true);
        }
        return projects.activeOf(request.agentId())
                .map(project -> of(project, request.agentId(), true))
                .orElseGet(() -> empty(request.agentId()));
    }

    /** The status of a project for somebody who did not ask; absent if it is gone, or not for them. */
    public Optional<WorkspaceStatus> visible(Caller caller, String projectId) {
        return projects.find(projectId)
                .filter(project -> mayRead(caller, project))
                .map(project -> of(project, caller.agentId(), caller.isPrimary()));
    }

    /** The status of a project for a caller who has just proved that it may touch it. */
    public WorkspaceStatus of(Caller caller, Project project) {
        return of(project, caller.agentId(), caller.isPrimary());
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

    private WorkspaceStatus of(Project project, String agentId, boolean withCredentials) {
        View view = new View(project, withCredentials);
        List<WorkspaceStatus.Mount> selected = new ArrayList<>();
        List<Item> drift = new ArrayList<>();
        for (List<Mount> group : groups(project)) {
            Failover failover = Failover.of(group, view::isOnline);
            WorkspaceStatus.Mount mount = view.mount(failover.selected());
            selected.add(mount);
            Drift.of(failover, mount.nodeName() != null, mount.online())
                    .ifPresent(kind -> drift.add(kind.item(failover)));
        }
        List<WorkspaceStatus.Mount> desired =
                project.mounts().stream().map(view::mount).toList();
        List<Item> failures = drift.stream().filter(Drift::isFailure).toList();
        return new WorkspaceStatus(
                agentId,
                project.projectId(),
                WorkspaceStatus.rootOf(project.projectId()),
                List.copyOf(selected),
                desired,
                List.copyOf(selected),
                WorkspaceStatus.Drift.of(List.copyOf(drift)),
                failures.isEmpty() ? "idle" : "degraded",
                view.nowMs,
                failures.isEmpty() ? view.nowMs : 0,
                failures.isEmpty() ? null : failed(project, failures.getFirst()),
                failures.size());
    }

    private WorkspaceStatus empty(String agentId) {
        long now = database.nowMs();
        return new WorkspaceStatus(
                agentId,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                WorkspaceStatus.Drift.of(List.of()),
                "idle",
                now,
                now,
                null,
                0);
    }

    private static Iterable<List<Mount>> groups(Project project) {
        Map<MountPath, List<Mount>> groups = new LinkedHashMap<>();
        for (Mount mount : project.mounts()) {
            groups.computeIfAbsent(mount.path(), path -> new ArrayList<>()).add(mount);
        }
        return groups.values();
    }

    private static String failed(Project project, Item item) {
        return "project=%s mount=%s node=%s %s"
                .formatted(
                        project.projectId(),
                        item.mountPath(),
                        item.selectedNodeId(),
                        item.kind().equals("missing_node") ? "missing" : "offline");
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
