package io.spiderweb.gateway.history;

/**
 * Whose conversation: one caller's session with one agent. The agent belongs to it, so that a session that is bound to another
 * agent starts anew.
 *
 * @param principalId of {@link io.spiderweb.wire.control.Principal}
 */
public record ConversationId(String principalId, String agentId, String sessionKey) {

    /** What its messages' store ids start with; no part contains a slash. */
    String prefix() {
        return principalId + "/" + agentId + "/" + sessionKey + "/";
    }

    static ConversationId ofPrefix(String prefix) {
        String[] parts = prefix.split("/", -1);
        return new ConversationId(parts[0], parts[1], parts[2]);
    }
}
