package io.spiderweb.node.app.pairing;

import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.fs.FsToken;
import java.io.IOException;
import java.util.List;

/** Joins at once, with an invite that works one time. */
public record JoinByInvite(Secret invite, String nodeName, String fsUrl, long leaseTtlMs) implements Joining {

    @Override
    public Outcome attempt(ControlPlane controlPlane, StateFile file) throws IOException {
        try {
            return new Outcome.Joined(controlPlane.join(
                    new NodeRequest.Join(invite, nodeName, fsUrl, leaseTtlMs, List.of(FsToken.FEATURE))));
        } catch (ControlException e) {
            return switch (e.code()) {
                case INVITE_NOT_FOUND -> unknown(controlPlane);
                case INVITE_EXPIRED -> rejected("the invite has expired");
                case INVITE_REDEEMED -> rejected("the invite has been used already");
                default -> throw e;
            };
        } catch (IOException e) {
            if (ControlPlane.isUnauthorized(e)) {
                return unknown(controlPlane);
            }
            throw e;
        }
    }

    private static Outcome unknown(ControlPlane controlPlane) {
        return rejected(controlPlane + " does not know this invite");
    }

    private static Outcome rejected(String why) {
        return new Outcome.Rejected(
                why + ": ask for a new one (spiderweb-control node_invite_create) and start again with it");
    }
}
