package io.spiderweb.node.app.pairing;

import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.fs.FsToken;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks to join, once, and looks whether somebody has approved it. The request is kept in the state file, so that a node that is
 * started again goes on waiting for the same one.
 */
public record JoinByRequest(String nodeName, String fsUrl, long leaseTtlMs) implements Joining {

    private static final Logger LOG = Logger.getLogger(JoinByRequest.class);

    @Override
    public Outcome attempt(ControlPlane controlPlane, StateFile file) throws IOException {
        NodeState state = file.load();
        String asked = state.requestId();
        if (asked == null) {
            return ask(controlPlane, file);
        }
        try {
            return new Outcome.Joined(credentials(controlPlane, asked, state.requestNonce()));
        } catch (ControlException e) {
            return switch (e.code()) {
                case JOIN_PENDING -> new Outcome.Waiting();
                case JOIN_DENIED ->
                    new Outcome.Rejected(controlPlane + " denied " + asked + ", the request to join of " + nodeName
                            + ": to ask again, move " + file + " away and start anew");
                case PENDING_JOIN_NOT_FOUND -> {
                    LOG.infof("nobody decided about %s in time; asking again", asked);
                    file.save(NodeState.EMPTY);
                    yield ask(controlPlane, file);
                }
                default -> throw e;
            };
        }
    }

    private Outcome ask(ControlPlane controlPlane, StateFile file) throws IOException {
        NodeReply.JoinRequested asked = controlPlane.requestJoin(
                new NodeRequest.JoinRequest(nodeName, fsUrl, thisMachine(), List.of(FsToken.FEATURE)));
        file.save(NodeState.waiting(asked));
        LOG.infof(
                "waits for approval of %s by an operator of %s: spiderweb-control node_join_approve '{\"request_id\":\"%s\"}'",
                asked.requestId(), controlPlane, asked.requestId());
        return new Outcome.Waiting();
    }

    /** A control plane that told no nonce expects nodes to approve themselves, with a role token. */
    private NodeReply.Joined credentials(ControlPlane controlPlane, String asked, @Nullable Secret nonce)
            throws IOException {
        return nonce == null
                ? controlPlane.approve(new NodeRequest.JoinApprove(asked, leaseTtlMs))
                : controlPlane.collect(new NodeRequest.JoinCollect(asked, nonce, leaseTtlMs));
    }

    private static NodeReply.Platform thisMachine() {
        String arch = System.getProperty("os.arch");
        return new NodeReply.Platform(
                System.getProperty("os.name").toLowerCase(Locale.ROOT),
                arch.equals("amd64") ? "x86_64" : arch,
                "native");
    }
}
