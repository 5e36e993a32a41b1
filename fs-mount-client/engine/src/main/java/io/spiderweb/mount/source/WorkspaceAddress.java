package io.spiderweb.mount.source;

import io.spiderweb.transport.Endpoint;
import io.spiderweb.wire.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Which workspace is meant.
 *
 * @param controlPlane or the gateway in front of it, with the caller's token
 * @param projectId null for the caller's active project
 * @param projectToken null unless the project asks for it
 */
public record WorkspaceAddress(
        Endpoint controlPlane,
        @Nullable String projectId,
        @Nullable Secret projectToken) {}
