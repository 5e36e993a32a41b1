package io.spiderweb.control.endpoint;

import io.spiderweb.control.Caller;
import io.spiderweb.control.Refused;
import io.spiderweb.control.audit.Audit;
import io.spiderweb.control.auth.Bearers;
import io.spiderweb.control.auth.RoleTokens;
import io.spiderweb.control.auth.ServiceToken;
import io.spiderweb.control.backup.Backups;
import io.spiderweb.control.leases.LeaseKeeper;
import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.metrics.ControlMetrics;
import io.spiderweb.control.pairing.Invites;
import io.spiderweb.control.pairing.JoinRequests;
import io.spiderweb.control.pairing.NodeRemoval;
import io.spiderweb.control.pairing.Pairing;
import io.spiderweb.control.projects.ProjectUp;
import io.spiderweb.control.projects.Projects;
import io.spiderweb.control.reconcile.Reconciler;
import io.spiderweb.control.reconcile.Reconciliation;
import io.spiderweb.control.services.ServiceCatalog;
import io.spiderweb.control.workspace.Workspaces;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.AuthRequest;
import io.spiderweb.wire.control.InternalReply;
import io.spiderweb.wire.control.InternalRequest;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.OperatorRequest;
import io.spiderweb.wire.control.Principal.Role;
import io.spiderweb.wire.control.ProjectReply;
import io.spiderweb.wire.control.ProjectRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** From a request to the part of the control plane that does it. */
@Singleton
class Operations {

    private final Invites invites;
    private final Pairing pairing;
    private final JoinRequests joinRequests;
    private final NodeRemoval removal;
    private final LeaseKeeper leases;
    private final NodeCatalog nodes;
    private final ServiceCatalog services;
    private final Projects projects;
    private final ProjectUp projectUp;
    private final Workspaces workspaces;
    private final Reconciliation reconciliation;
    private final Reconciler reconciler;
    private final Bearers bearers;
    private final RoleTokens tokens;
    private final ServiceToken serviceToken;
    private final Backups backups;
    private final ControlMetrics metrics;
    private final Audit audit;

    @Inject
    Operations(
            Invites invites,
            Pairing pairing,
            JoinRequests joinRequests,
            NodeRemoval removal,
            LeaseKeeper leases,
            NodeCatalog nodes,
            ServiceCatalog services,
            Projects projects,
            ProjectUp projectUp,
            Workspaces workspaces,
            Reconciliation reconciliation,
            Reconciler reconciler,
            Bearers bearers,
            RoleTokens tokens,
            ServiceToken serviceToken,
            Backups backups,
            ControlMetrics metrics,
            Audit audit) {
        this.invites = invites;
        this.pairing = pairing;
        this.joinRequests = joinRequests;
        this.removal = removal;
        this.leases = leases;
        this.nodes = nodes;
        this.services = services;
        this.projects = projects;
        this.projectUp = projectUp;
        this.workspaces = workspaces;
        this.reconciliation = reconciliation;
        this.reconciler = reconciler;
        this.bearers = bearers;
        this.tokens = tokens;
        this.serviceToken = serviceToken;
        this.backups = backups;
        this.metrics = metrics;
        this.audit = audit;
    }

    /** @param address from where the caller is connected */
    Answer answer(Caller caller, String address, NodeRequest request) throws Refused {
        return switch (request) {
            case NodeRequest.InviteCreate create -> Answer.silent(invites.create(create));
            case NodeRequest.Join join -> Answer.silent(pairing.join(caller.principal(), join));
            case NodeRequest.JoinRequest asked -> Answer.silent(joinRequests.file(asked, address));
            case NodeRequest.JoinPendingList list -> Answer.silent(joinRequests.pending());
            case NodeRequest.JoinApprove approve -> Answer.silent(joinRequests.approve(approve));
            case NodeRequest.JoinDeny deny -> Answer.silent(joinRequests.deny(deny));
            case NodeRequest.JoinCollect collect -> Answer.silent(joinRequests.collect(collect));
            case NodeRequest.Delete delete -> Answer.silent(removal.delete(delete));
            case NodeRequest.LeaseRefresh refresh -> Answer.silent(leases.refresh(caller.principal(), refresh));
            case NodeRequest.ServiceUpsert upsert -> Answer.silent(services.upsert(caller.principal(), upsert));
            case NodeRequest.ServiceGet(String nodeId) -> Answer.silent(services.get(nodeId));
            case NodeRequest.ListAll all -> Answer.silent(nodes.list());
            case NodeRequest.Get(String nodeId) -> Answer.silent(nodes.get(nodeId));
        };
    }

    Answer answer(Caller caller, ProjectRequest request) throws Refused {
        return switch (request) {
            case ProjectRequest.Create create -> {
                ProjectReply.Project created = projects.create(create);
                yield new Answer(created, created.projectId());
            }
            case ProjectRequest.Update update -> new Answer(projects.update(update), update.projectId());
            case ProjectRequest.Delete delete -> new Answer(projects.delete(delete), delete.projectId());
            case ProjectRequest.TokenRotate rotate -> Answer.silent(projects.rotateToken(rotate));
            case ProjectRequest.TokenRevoke revoke -> Answer.silent(projects.revokeToken(revoke));
            case ProjectRequest.ListAll all -> Answer.silent(projects.list());
            case ProjectRequest.Get(String projectId) -> Answer.silent(projects.get(projectId));
            case ProjectRequest.MountList(String projectId) -> Answer.silent(projects.mounts(projectId));
            case ProjectRequest.MountSet set -> new Answer(projects.setMount(set), set.projectId());
            case ProjectRequest.MountRemove remove -> new Answer(projects.removeMount(remove), remove.projectId());
            case ProjectRequest.Activate activate ->
                new Answer(projects.activate(caller, activate), activate.projectId());
            case ProjectRequest.Up up -> up(caller, up);
            case ProjectRequest.WorkspaceStatusOf of -> Answer.silent(workspaces.status(caller, of));
            case ProjectRequest.ReconcileStatusOf(String projectId) ->
                Answer.silent(reconciliation.status(caller, projectId));
        };
    }

    Answer answer(AuthRequest request) throws Refused {
        return switch (request) {
            case AuthRequest.Status status -> Answer.silent(tokens.status());
            case AuthRequest.Rotate(Role role) ->
                Answer.silent(role == Role.SERVICE ? serviceToken.rotate() : tokens.rotate(role));
        };
    }

    Answer answer(OperatorRequest request) throws Refused {
        return switch (request) {
            case OperatorRequest.Metrics all -> Answer.silent(metrics.read());
            case OperatorRequest.BackupCreate create -> Answer.silent(backups.create());
            case OperatorRequest.BackupRead read -> Answer.silent(backups.read(read));
            case OperatorRequest.AuditTail tail -> Answer.silent(audit.tail(tail));
        };
    }

    Answer answer(InternalRequest request) throws Refused {
        return switch (request) {
            case InternalRequest.VerifyBearer(Secret token) ->
                bearers.of(token)
                        .map(principal -> Answer.silent(new InternalReply.Verified(principal)))
                        .orElseThrow(() -> new Refused(ErrorCode.FORBIDDEN, "this token is not known"));
            case InternalRequest.Workspace workspace -> Answer.silent(workspaces.status(workspace));
        };
    }

    private Answer up(Caller caller, ProjectRequest.Up request) throws Refused {
        ProjectUp.Done done = projectUp.up(caller, request);
        String projectId = done.project().projectId();
        reconciler.runNow();
        ProjectReply.Up reply = new ProjectReply.Up(
                projectId, done.token(), done.created(), done.activated(), workspaces.of(caller, done.project()));
        return new Answer(reply, projectId);
    }
}
