package io.spiderweb.gateway.session;

import io.spiderweb.gateway.turn.Turns;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.SessionReply.Binding;
import io.spiderweb.wire.control.SessionRequest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@code session_attach} that only the gateway can check: whether an agent is busy ({@code spec gateway 3.3} steps 6
 * and 7). What the control plane will refuse for another reason is left to it.
 */
public final class RebindGuard {

    private static final String SYSTEM_AGENT = "mother";
    private static final String SYSTEM_PROJECT = "system";

    private final Turns turns;

    public RebindGuard(Turns turns) {
        this.turns = turns;
    }

    /** Why this attachment has to wait, if it has to. */
    public Optional<String> refusal(SessionRequest.Attach request, Sessions sessions, Principal principal) {
        Optional<Binding> bound = sessions.find(request.sessionKey());
        String project = project(request, bound.orElse(null), principal);
        if (!principal.isAdmin() && (project == null || isSystem(request.agentId(), project))) {
            return Optional.empty();
        }
        boolean unchanged = bound.filter(binding ->
                        binding.agentId().equals(request.agentId()) && Objects.equals(binding.projectId(), project))
                .isPresent();
        if (bound.isPresent() && !unchanged && turns.isBusy(bound.get().agentId())) {
            return Optional.of("cannot rebind session while current agent has in-flight jobs");
        }
        if (project != null && !unchanged && turns.isBusyElsewhere(request.agentId(), project)) {
            return Optional.of("cannot change project while agent has in-flight jobs");
        }
        return Optional.empty();
    }

    /** Whether a session may be used by who is no admin: the system's own agent and project may not. */
    public static boolean isReserved(Binding binding, Principal principal) {
        return !principal.isAdmin() && isSystem(binding.agentId(), binding.projectId());
    }

    private static boolean isSystem(String agentId, @Nullable String projectId) {
        return agentId.equals(SYSTEM_AGENT) || SYSTEM_PROJECT.equals(projectId);
    }

    private static @Nullable String project(
            SessionRequest.Attach request, @Nullable Binding bound, Principal principal) {
        if (request.projectId() != null) {
            return request.projectId();
        }
        if (bound != null && bound.agentId().equals(request.agentId()) && bound.projectId() != null) {
            return bound.projectId();
        }
        return principal.isAdmin() && request.agentId().equals(SYSTEM_AGENT) ? SYSTEM_PROJECT : null;
    }
}
