package io.spiderweb.control.leases;

import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.Tokens;
import io.spiderweb.control.state.Table;
import io.spiderweb.store.Lease;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.fs.FsToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node as it is stored. When it was last heard from, and until when, is in its lease.
 *
 * @param fsUrl empty if it advertised none
 * @param secret stored in clear, since file-system tokens are signed with it
 * @param features what it named when it joined
 * @param online what subscribers were told last; whether it is online now, its lease tells
 * @param silentSinceMs in {@link ObservedTime}; 0 if it is online, or was offline before this was stored
 * @param services how many it offers
 */
public record Node(
        String nodeId,
        String name,
        String fsUrl,
        Secret secret,
        NodeReply.Platform platform,
        List<String> features,
        long joinedAtMs,
        boolean online,
        long silentSinceMs,
        int services) {

    public static final Table<Node> TABLE = new Table<>("node", Node.class);

    public boolean understandsTokens() {
        return features.contains(FsToken.FEATURE);
    }

    /** @throws Refused {@code node_auth_failed} */
    public void checkSecret(Secret shown) throws Refused {
        if (!secret.matches(shown)) {
            throw new Refused(ErrorCode.NODE_AUTH_FAILED, "NodeAuthFailed: node_secret is not that of " + nodeId);
        }
    }

    /** @param newFsUrl null if it did not tell one */
    Node online(@Nullable String newFsUrl) {
        return new Node(
                nodeId,
                name,
                newFsUrl == null ? fsUrl : newFsUrl,
                secret,
                platform,
                features,
                joinedAtMs,
                true,
                0,
                services);
    }

    Node silentSince(long observedMs) {
        return new Node(nodeId, name, fsUrl, secret, platform, features, joinedAtMs, false, observedMs, services);
    }

    /** @param change null if the platform stays as it is */
    public Node describedBy(NodeRequest.@Nullable PlatformChange change, int nowServices) {
        NodeReply.Platform described = change == null ? platform : change.of(platform);
        return new Node(
                nodeId, name, fsUrl, secret, described, features, joinedAtMs, online, silentSinceMs, nowServices);
    }

    /** What the node itself is told. The lease token is new each time and opens nothing ({@code spec control 4.1}). */
    public NodeReply.Joined joined(Lease lease) {
        return new NodeReply.Joined(nodeId, name, fsUrl, secret, Tokens.lease(), platform, lease.expiresAtMs());
    }

    NodeReply.Node item(Lease lease) {
        return new NodeReply.Node(
                nodeId, name, fsUrl, platform, services, joinedAtMs, lease.renewedAtMs(), lease.expiresAtMs());
    }
}
