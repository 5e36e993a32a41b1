package io.spiderweb.node.app.pairing;

import io.spiderweb.node.app.pairing.NodeState.Identity;
import io.spiderweb.transport.Backoff;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.fs.FsToken;
import io.vertx.core.http.UpgradeRejectedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Joins with an invite, once, then keeps the lease for as long as the process runs (spec fs-node 10.5, 10.6). */
public final class Membership implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Membership.class);
    private static final int UNAUTHORIZED = 401;

    /**
     * How this node presents itself.
     *
     * @param refresh between two renewals of the lease
     */
    public record Settings(
            @Nullable Secret invite,
            String nodeName,
            String fsUrl,
            long leaseTtlMs,
            Duration refresh,
            Backoff backoff) {}

    /** Told what becomes of it, on the membership's thread. */
    public interface Listener {

        void joined(Identity identity);

        /** For good: there is no point in trying again. */
        void rejected(String message);
    }

    private final StateFile file;
    private final ControlPlane controlPlane;
    private final Settings settings;
    private final Listener listener;
    private final Thread worker;

    private Membership(StateFile file, ControlPlane controlPlane, Settings settings, Listener listener) {
        this.file = file;
        this.controlPlane = controlPlane;
        this.settings = settings;
        this.listener = listener;
        this.worker = Thread.ofVirtual().name("membership").unstarted(this::run);
    }

    public static Membership start(StateFile file, ControlPlane controlPlane, Settings settings, Listener listener) {
        Membership membership = new Membership(file, controlPlane, settings, listener);
        membership.worker.start();
        return membership;
    }

    @Override
    public void close() {
        worker.interrupt();
    }

    private void run() {
        try {
            Identity identity = identity();
            if (identity != null) {
                listener.joined(identity);
                keepLease(identity);
            }
        } catch (InterruptedException e) {
            // only close() interrupts
        }
    }

    private @Nullable Identity identity() throws InterruptedException {
        Identity known = file.load().identity();
        return known != null || settings.invite() == null ? known : join(settings.invite());
    }

    private @Nullable Identity join(Secret invite) throws InterruptedException {
        NodeRequest.Join request = new NodeRequest.Join(
                invite, settings.nodeName(), settings.fsUrl(), settings.leaseTtlMs(), List.of(FsToken.FEATURE));
        for (int failures = 1; ; failures++) {
            try {
                NodeReply.Joined joined = controlPlane.join(request);
                file.save(NodeState.of(joined));
                LOG.infof("joined %s as %s (%s)", controlPlane, joined.nodeId(), settings.nodeName());
                return new Identity(joined.nodeId(), joined.nodeSecret());
            } catch (IOException e) {
                String rejection = rejection(e);
                if (rejection != null) {
                    listener.rejected(rejection);
                    return null;
                }
                pauseAfter(failures, "cannot join " + controlPlane, e);
            }
        }
    }

    private @Nullable String rejection(IOException e) {
        String ask = ": ask for a new one (spiderweb-control node_invite_create) and start again with it";
        if (e instanceof ControlException refused) {
            return switch (refused.code()) {
                case INVITE_NOT_FOUND -> controlPlane + " does not know this invite" + ask;
                case INVITE_EXPIRED -> "the invite has expired" + ask;
                case INVITE_REDEEMED -> "the invite has been used already" + ask;
                default -> null;
            };
        }
        return isUnauthorized(e) ? controlPlane + " does not know this invite" + ask : null;
    }

    private void keepLease(Identity identity) throws InterruptedException {
        NodeRequest.LeaseRefresh request = new NodeRequest.LeaseRefresh(
                identity.nodeId(), identity.nodeSecret(), settings.leaseTtlMs(), settings.fsUrl());
        int failures = 0;
        while (true) {
            try {
                refresh(identity, request);
                if (failures > 0) {
                    LOG.infof("the lease is renewed again after %d failures", failures);
                }
                failures = 0;
                Thread.sleep(settings.refresh());
            } catch (IOException e) {
                pauseAfter(++failures, explain(e, identity), e);
            }
        }
    }

    private void refresh(Identity identity, NodeRequest.LeaseRefresh request) throws IOException {
        NodeReply.Joined renewed = controlPlane.refresh(request);
        if (!identity.equals(new Identity(renewed.nodeId(), renewed.nodeSecret()))) {
            LOG.warnf("%s answered for another node, %s; ignored", controlPlane, renewed.nodeId());
            return;
        }
        file.save(NodeState.of(renewed));
    }

    private String explain(IOException e, Identity identity) {
        boolean unknown = isUnauthorized(e) || isUnknownNode(e);
        return unknown
                ? controlPlane + " does not know " + identity.nodeId()
                        + " any more: to join anew, stop this node, move " + file
                        + " away and start with a new invite; trying on meanwhile"
                : "the lease of " + identity.nodeId() + " cannot be renewed";
    }

    /** Each trouble is told once, when it begins. */
    private void pauseAfter(int failures, String what, IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (failures == 1) {
            LOG.warnf("%s: %s", what, e.getMessage());
        } else {
            LOG.debugf("%s, attempt %d: %s", what, failures, e.getMessage());
        }
        Thread.sleep(settings.backoff().delay(failures));
    }

    private static boolean isUnknownNode(IOException e) {
        return e instanceof ControlException refused
                && switch (refused.code()) {
                    case NODE_NOT_FOUND, NODE_AUTH_FAILED -> true;
                    default -> false;
                };
    }

    private static boolean isUnauthorized(IOException e) {
        return e.getCause() instanceof UpgradeRejectedException rejected && rejected.getStatus() == UNAUTHORIZED;
    }
}
