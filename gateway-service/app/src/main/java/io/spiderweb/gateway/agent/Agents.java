package io.spiderweb.gateway.agent;

import io.spiderweb.gateway.control.ControlPlane;
import io.spiderweb.gateway.history.Conversations;
import io.spiderweb.gateway.session.RebindGuard;
import io.spiderweb.gateway.session.Sessions;
import io.spiderweb.wire.control.AgentReply;
import io.spiderweb.wire.control.AgentReply.Agent;
import io.spiderweb.wire.control.AgentRequest;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.SessionReply.Binding;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers about agents and conversations. Any id that is well-formed becomes an agent when it is first attached; a client is told
 * of those that it has met: in its sessions, in its conversations, and, if it is an admin, the primary one.
 */
@Singleton
public class Agents {

    private final ControlPlane controlPlane;
    private final Conversations conversations;

    @Inject
    public Agents(ControlPlane controlPlane, Conversations conversations) {
        this.controlPlane = controlPlane;
        this.conversations = conversations;
    }

    /** Absent if there is no such agent, which only {@link AgentRequest.Get} asks for. */
    public Optional<AgentReply> answer(Principal principal, Sessions sessions, AgentRequest request) {
        return switch (request) {
            case AgentRequest.ListAll all ->
                Optional.of(new AgentReply.Agents(
                        known(principal, sessions).stream().map(this::agent).toList()));
            case AgentRequest.Get(String id) ->
                known(principal, sessions).contains(id)
                        ? Optional.of(new AgentReply.OneAgent(agent(id)))
                        : Optional.empty();
            case AgentRequest.History(String agentId, int limit) ->
                Optional.of(new AgentReply.History(conversations.history(principal.id(), agentId, limit)));
            case AgentRequest.Restore(String agentId) -> {
                List<AgentReply.Session> latest = conversations.history(principal.id(), agentId, 1);
                yield Optional.of(
                        latest.isEmpty()
                                ? new AgentReply.Restored(false, null)
                                : new AgentReply.Restored(true, latest.getFirst()));
            }
        };
    }

    private Set<String> known(Principal principal, Sessions sessions) {
        Set<String> known = new TreeSet<>();
        if (principal.isAdmin()) {
            known.add(controlPlane.primaryAgent());
        }
        sessions.bindings().values().stream()
                .filter(binding -> !RebindGuard.isReserved(binding, principal))
                .map(Binding::agentId)
                .forEach(known::add);
        conversations.history(principal.id(), null, Integer.MAX_VALUE).stream()
                .map(AgentReply.Session::agentId)
                .forEach(known::add);
        return known;
    }

    /** Agents have no description and no identity files here, and so nothing to hatch. */
    private Agent agent(String id) {
        return new Agent(id, id, "", id.equals(controlPlane.primaryAgent()), false, false, List.of("chat"));
    }
}
