package io.spiderweb.control.sessions;

import io.spiderweb.control.PrimaryAgent;
import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.RoleTokens;
import io.spiderweb.control.auth.Target;
import io.spiderweb.control.projects.Project;
import io.spiderweb.control.projects.Projects;
import io.spiderweb.control.sessions.SessionTable.Binding;
import io.spiderweb.control.state.Database;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.Principal.Role;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.SessionReply;
import io.spiderweb.wire.control.SessionReply.AttachState;
import io.spiderweb.wire.control.SessionRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session operations ({@code spec control 3.5}). A binding is ready at once here: runtimes and their jobs are the gateway's,
 * which adds what it knows of them.
 */
@Singleton
public class Sessions {

    private final Projects projects;
    private final PrimaryAgent primaryAgent;
    private final RoleTokens roles;
    private final Database database;

    @Inject
    public Sessions(Projects projects, PrimaryAgent primaryAgent, RoleTokens roles, Database database) {
        this.projects = projects;
        this.primaryAgent = primaryAgent;
        this.roles = roles;
        this.database = database;
    }

    /** The sessions that a new connection starts with ({@code spec control 2.5}). */
    public SessionTable open(Principal principal) {
        Binding placeholder = new Binding(primaryAgent.id(), Project.SYSTEM, null);
        return switch (principal.role()) {
            case ADMIN -> new SessionTable(restored(Role.ADMIN).orElse(placeholder), null);
            case USER -> openUser(placeholder);
            case SERVICE -> new SessionTable(placeholder, null);
            // these act for no agent
            case NODE, INVITE, ANONYMOUS -> new SessionTable(new Binding(principal.id(), null, null), null);
        };
    }

    public SessionReply answer(Principal principal, SessionTable table, SessionRequest request) throws Refused {
        return switch (request) {
            case SessionRequest.Attach attach -> attach(principal, table, attach);
            case SessionRequest.Resume(String key) -> {
                Binding binding = table.require(key);
                table.activate(key);
                yield attached(key, binding);
            }
            case SessionRequest.Status(String key) -> {
                String asked = key == null ? table.activeKey() : key;
                Binding binding = table.require(asked);
                yield new SessionReply.Status(asked, binding.agentId(), binding.projectId(), ready());
            }
            case SessionRequest.ListAll all -> table.list();
            case SessionRequest.Close(String key) -> close(table, key);
        };
    }

    private SessionTable openUser(Binding placeholder) {
        boolean hadTarget = roles.lastTarget(Role.USER).isPresent();
        return restored(Role.USER)
                .map(binding -> new SessionTable(binding, null))
                .orElseGet(() -> new SessionTable(
                        placeholder, hadTarget ? ErrorCode.LAST_TARGET_INVALID : ErrorCode.PROVISIONING_REQUIRED));
    }

    /** Where the role attached last. A target that is not valid any more is forgotten. */
    private Optional<Binding> restored(Role role) {
        Optional<Target> target = roles.lastTarget(role);
        if (target.isPresent() && !isValid(role, target.get())) {
            roles.remember(role, null);
            return Optional.empty();
        }
        return target.map(valid -> new Binding(valid.agentId(), valid.projectId(), null));
    }

    private boolean isValid(Role role, Target target) {
        return Identifiers.isAgentId(target.agentId())
                && Identifiers.isProjectId(target.projectId())
                && projects.find(target.projectId()).isPresent()
                && (role == Role.ADMIN || !isForbiddenToUsers(target.agentId(), target.projectId()));
    }

    private SessionReply attach(Principal principal, SessionTable table, SessionRequest.Attach request) throws Refused {
        Binding binding = resolve(principal, table, request);
        String project = binding.projectId();
        if (principal.role() == Role.USER) {
            checkUser(binding.agentId(), project);
        }
        table.checkRoomFor(request.sessionKey());
        if (project != null) {
            projects.attach(
                    primaryAgent.caller(principal, binding.agentId()),
                    new ProjectRequest.Activate(project, binding.token()));
        }
        table.attach(request.sessionKey(), binding);
        if (project != null && !project.equals(Project.SYSTEM)) {
            remember(principal.role(), new Target(binding.agentId(), project));
        }
        return attached(request.sessionKey(), binding);
    }

    /** Whom and what is meant: an absent project is the one that this session has already, if its agent stays the same. */
    private Binding resolve(Principal principal, SessionTable table, SessionRequest.Attach request) {
        String agent = request.agentId();
        if (request.projectId() != null) {
            return new Binding(agent, request.projectId(), request.projectToken());
        }
        Optional<Binding> kept = table.find(request.sessionKey()).filter(before -> before.isOf(agent));
        if (kept.isPresent() && kept.get().projectId() != null) {
            Secret given = request.projectToken();
            return given == null ? kept.get() : new Binding(agent, kept.get().projectId(), given);
        }
        boolean inSystem = principal.isAdmin() && primaryAgent.is(agent);
        return new Binding(agent, inSystem ? Project.SYSTEM : null, request.projectToken());
    }

    private void checkUser(String agentId, @Nullable String projectId) throws Refused {
        if (projectId == null) {
            throw new Refused(ErrorCode.PROVISIONING_REQUIRED, "give project_id and project_token of your project");
        }
        if (isForbiddenToUsers(agentId, projectId)) {
            throw new Refused(
                    ErrorCode.FORBIDDEN, "a user cannot act as the primary agent or work in project " + Project.SYSTEM);
        }
    }

    private boolean isForbiddenToUsers(String agentId, String projectId) {
        return primaryAgent.isForbiddenToUsers(agentId) || projectId.equals(Project.SYSTEM);
    }

    private void remember(Role role, Target target) {
        if (role == Role.ADMIN || role == Role.USER) {
            roles.remember(role, target);
        }
    }

    private static SessionReply close(SessionTable table, String key) throws Refused {
        if (key.equals(SessionTable.MAIN)) {
            throw new Refused(ErrorCode.FORBIDDEN, "session main cannot be closed");
        }
        table.require(key);
        table.close(key);
        return new SessionReply.Closed(key, true, table.activeKey());
    }

    private SessionReply attached(String key, Binding binding) {
        return new SessionReply.Attached(key, binding.agentId(), binding.projectId(), Map.of(), ready());
    }

    private AttachState ready() {
        return AttachState.ready(database.nowMs());
    }
}
