package io.spiderweb.gateway.turn;

import io.spiderweb.gateway.history.ConversationId;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.SessionReply.Binding;

/**
 * What a client wants an agent to do.
 *
 * @param id of the client's request; every frame of the turn carries it
 * @param session to which agent and project it goes
 */
public record TurnRequest(String id, Principal principal, Binding session, String content) {

    ConversationId conversation() {
        return new ConversationId(principal.id(), session.agentId(), session.sessionKey());
    }
}
