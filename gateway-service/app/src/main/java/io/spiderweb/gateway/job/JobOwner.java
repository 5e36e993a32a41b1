package io.spiderweb.gateway.job;

/**
 * Who sees a job: one caller, through sessions with one agent.
 *
 * @param principalId of {@link io.spiderweb.wire.control.Principal}
 */
public record JobOwner(String principalId, String agentId) {

    /** What the store ids of its jobs start with; no part contains a slash. */
    String prefix() {
        return principalId + "/" + agentId + "/";
    }
}
