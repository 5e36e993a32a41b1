package io.spiderweb.node.app.pairing;

import io.spiderweb.node.app.pairing.NodeState.Identity;
import io.spiderweb.transport.Backoff;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Joins, once, then keeps the lease for as long as the process runs (spec fs-node 10.5, 10.6). */
public final class Membership implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Membership.class);

    /**
     * How this node becomes and stays one.
     *
     * @param joining null for a node that has joined already
     * @param refresh between two renewals of the lease
     * @param backoff between attempts that failed; its first wait is also that between two looks for an approval
     */
    public record Settings(
            @Nullable Joining joining, String fsUrl, long leaseTtlMs, Duration refresh, Backoff backoff) {}

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
        return known != null || settings.joining() == null ? known : join(settings.joining());
    }

    private @Nullable Identity join(Joining joining) throws InterruptedException {
        int failures = 0;
        while (true) {
            try {
                switch (joining.attempt(controlPlane, file)) {
                    case Joining.Outcome.Joined(NodeReply.Joined joined) -> {
                        file.save(NodeState.of(joined));
                        LOG.infof("joined %s as %s (%s)", controlPlane, joined.nodeId(), joined.nodeName());
                        return new Identity(joined.nodeId(), joined.nodeSecret());
                    }
                    case Joining.Outcome.Rejected(String message) -> {
                        listener.rejected(message);
                        return null;
                    }
                    case Joining.Outcome.Waiting waiting -> {
                        failures = 0;
                        Thread.sleep(settings.backoff().delay(1));
                    }
                }
            } catch (IOException e) {
                pauseAfter(++failures, "cannot join " + controlPlane, e);
            }
        }
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
        boolean unknown = ControlPlane.isUnauthorized(e) || isUnknownNode(e);
        return unknown
                ? controlPlane + " does not know " + identity.nodeId()
                        + " any more: to join anew, stop this node, move " + file
                        + " away and start again; trying on meanwhile"
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
}
