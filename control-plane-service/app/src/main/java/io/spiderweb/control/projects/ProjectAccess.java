package io.spiderweb.control.projects;

import io.spiderweb.control.Caller;
import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.auth.Tokens;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Who may touch a project ({@code spec control 3.7}). */
@Singleton
public class ProjectAccess {

    private final KeyedHash hash;

    @Inject
    public ProjectAccess(KeyedHash hash) {
        this.hash = hash;
    }

    public static Refused unknown(String projectId) {
        return new Refused(ErrorCode.PROJECT_NOT_FOUND, "ProjectNotFound: there is no project " + projectId);
    }

    static Refused isProtected(String what) {
        return new Refused(
                ErrorCode.PROJECT_PROTECTED, "ProjectProtected: " + what + " of project system are not for callers");
    }

    /** @throws Refused {@code project_assignment_forbidden} if it is the builtin project, and the caller not the primary agent */
    public static void checkBuiltin(Caller caller, Project project) throws Refused {
        if (project.isBuiltin() && !caller.isPrimary()) {
            throw new Refused(
                    ErrorCode.PROJECT_ASSIGNMENT_FORBIDDEN,
                    "ProjectAssignmentForbidden: only the primary agent may work in project system");
        }
    }

    /** @throws Refused {@code project_auth_failed}, also for what is left of a revoked token */
    public void checkToken(Project project, Secret token) throws Refused {
        checkRotation(project, token);
        if (Tokens.isRevoked(token)) {
            throw new Refused(
                    ErrorCode.PROJECT_AUTH_FAILED,
                    "ProjectAuthFailed: the token of " + project.projectId()
                            + " was revoked, and this one only serves project_token_rotate, which makes a new one");
        }
    }

    /** @throws Refused {@code project_auth_failed} */
    void checkRotation(Project project, Secret token) throws Refused {
        if (!hash.matches(token, project.tokenHash())) {
            throw new Refused(
                    ErrorCode.PROJECT_AUTH_FAILED,
                    "ProjectAuthFailed: project_token is not that of " + project.projectId());
        }
    }

    /**
     * The token, if it is right.
     *
     * @throws Refused {@code missing_field} without a token
     */
    Secret requireToken(Project project, @Nullable Secret token) throws Refused {
        if (token == null) {
            throw new Refused(ErrorCode.MISSING_FIELD, "MissingField: project_token is required");
        }
        checkToken(project, token);
        return token;
    }

    /** A token that the primary agent gives must be right as well, but it need not give one. */
    void checkActivation(Caller caller, Project project, @Nullable Secret token) throws Refused {
        checkBuiltin(caller, project);
        if (!caller.isPrimary() || token != null) {
            requireToken(project, token);
        }
    }
}
