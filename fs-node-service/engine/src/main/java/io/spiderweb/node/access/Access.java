package io.spiderweb.node.access;

import io.spiderweb.wire.Secret;
import io.spiderweb.wire.fs.FsToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a node demands in hello (spec fs-node 10.2). */
public sealed interface Access {

    /** A node without authentication: a token is ignored. */
    record Anyone() implements Access {}

    /** One token for everything. */
    record OneToken(Secret token) implements Access {}

    /** A paired node: its secret, as reference clients show it, or a grant signed with it. */
    record Paired(String nodeId, Secret nodeSecret) implements Access {}

    /**
     * Nobody is let in yet.
     *
     * @param reason for people
     */
    record NotYet(String reason) implements Access {}

    /**
     * What a token gives its bearer.
     *
     * @throws AccessDeniedException when it gives nothing
     */
    default Grant grant(@Nullable Secret token, Instant now) throws AccessDeniedException {
        return switch (this) {
            case Anyone() -> Grant.ALL;
            case NotYet(String reason) -> throw new AccessDeniedException("AuthFailed: " + reason);
            case OneToken(Secret expected) -> {
                if (!expected.matches(required(token))) {
                    throw AccessDeniedException.wrongToken();
                }
                yield Grant.ALL;
            }
            case Paired(String nodeId, Secret nodeSecret) -> {
                if (nodeSecret.matches(required(token))) {
                    yield Grant.ALL;
                }
                yield FsToken.verify(required(token), nodeSecret, now)
                        .filter(claims -> claims.nodeId().equals(nodeId))
                        .map(claims -> new Grant(
                                claims.exportName(), claims.readOnly(), claims.exportName() + "/" + claims.projectId()))
                        .orElseThrow(AccessDeniedException::wrongToken);
            }
        };
    }

    private static Secret required(@Nullable Secret token) throws AccessDeniedException {
        if (token == null) {
            throw new AccessDeniedException("AuthMissing: this node wants an auth_token");
        }
        return token;
    }
}
