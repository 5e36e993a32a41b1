package io.spiderweb.control;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.control.Principal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The agent that needs no project tokens, and alone works in the builtin project ({@code spec control 4.2}). */
@Singleton
public class PrimaryAgent {

    /** Users may not act as the primary agent, nor as the one that is it by default ({@code control 11} row 6). */
    private static final String SYSTEM_AGENT = "mother";

    private final String id;

    @Inject
    public PrimaryAgent(ControlConfig config) {
        this.id = config.defaultAgent();
        if (!Identifiers.isAgentId(id)) {
            throw new StartupException(
                    "the default agent must be 1 to 64 of A-Z a-z 0-9 - _, not '" + id + "': correct --default-agent");
        }
    }

    public String id() {
        return id;
    }

    public boolean is(String agentId) {
        return id.equals(agentId);
    }

    public boolean isForbiddenToUsers(String agentId) {
        return is(agentId) || agentId.equals(SYSTEM_AGENT);
    }

    /** The rights of this caller; those of the primary agent need the role as well as its name. */
    public Caller caller(Principal principal, String agentId) {
        return new Caller(principal, agentId, principal.isAdmin() && is(agentId));
    }
}
