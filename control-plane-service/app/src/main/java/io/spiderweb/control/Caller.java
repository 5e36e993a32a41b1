package io.spiderweb.control;

import io.spiderweb.wire.control.Principal;

/**
 * On whose behalf an operation is done.
 *
 * @param agentId the acting agent: that of the connection's active session
 * @param isPrimary whether it has the rights of the primary agent
 */
public record Caller(Principal principal, String agentId, boolean isPrimary) {}
