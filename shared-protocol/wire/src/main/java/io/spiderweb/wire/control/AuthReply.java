package io.spiderweb.wire.control;

import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal.Role;
import org.jspecify.annotations.Nullable;

/** Answers to {@link AuthRequest}. */
public sealed interface AuthReply extends ControlReply {

    /**
     * The tokens in clear.
     *
     * @param path the file that they are in, null if there is none
     * @param adminLastTarget where an admin attached last, null if nowhere
     */
    record Status(
            Secret adminToken,
            Secret userToken,
            @Nullable String path,
            @Nullable Target adminLastTarget,
            @Nullable Target userLastTarget)
            implements AuthReply {}

    record Target(String agentId, String projectId) {}

    /** @param token the new one; the old one opens nothing any more */
    record Rotated(Role role, Secret token) implements AuthReply {}
}
