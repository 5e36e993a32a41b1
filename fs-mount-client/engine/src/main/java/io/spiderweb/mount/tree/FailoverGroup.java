package io.spiderweb.mount.tree;

import io.spiderweb.mount.link.Deadline;
import io.spiderweb.mount.link.LinkState;
import io.spiderweb.mount.link.NodeLink;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.MountPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * The endpoints that are mounted at one path. One of them serves, and goes on to serve until it is away while another one is
 * there; its coming back changes nothing. Every link watches its node by itself, so that choosing never probes.
 */
final class FailoverGroup {

    private final MountPath mountPath;
    private final List<NodeLink> members;
    private final LongAdder switches;
    private final boolean oneShot;
    private volatile NodeLink primary;

    /** @param switches counts every change of the serving endpoint */
    FailoverGroup(MountPath mountPath, List<NodeLink> members, LongAdder switches, boolean oneShot) {
        this.mountPath = mountPath;
        this.members = List.copyOf(members);
        this.switches = switches;
        this.oneShot = oneShot;
        this.primary = this.members.getFirst();
    }

    MountPath mountPath() {
        return mountPath;
    }

    List<NodeLink> members() {
        return members;
    }

    NodeLink primary() {
        return primary;
    }

    /** Goes on where a group with other members stopped. */
    void prefer(NodeLink link) {
        if (members.contains(link)) {
            primary = link;
        }
    }

    /**
     * The endpoint that serves, connected, waiting for one if need be.
     *
     * @throws FsException ETIMEDOUT with the reason, if there is none in time
     */
    Place choose(Deadline deadline) throws FsException {
        if (members.size() == 1) {
            return new Place(primary, primary.await(deadline.left()));
        }
        if (oneShot) {
            return firstThatAnswers(deadline);
        }
        while (true) {
            members.forEach(NodeLink::start);
            if (primary.state() instanceof LinkState.Up(var session)) {
                return new Place(primary, session);
            }
            for (NodeLink member : members) {
                if (member.state() instanceof LinkState.Up(var session)) {
                    serve(member);
                    return new Place(member, session);
                }
            }
            awaitAny(deadline);
        }
    }

    private Place firstThatAnswers(Deadline deadline) throws FsException {
        FsException failure = primary.unreachable();
        for (NodeLink member : members) {
            try {
                Place place = new Place(member, member.await(deadline.left()));
                serve(member);
                return place;
            } catch (FsException e) {
                failure = e;
            }
        }
        throw failure;
    }

    @SuppressWarnings("ReferenceEquality") // a link is its identity
    private void serve(NodeLink member) {
        NodeLink before = primary;
        if (member != before) {
            primary = member;
            // one that has only not been there yet has not failed
            if (before.state() instanceof LinkState.Down) {
                switches.increment();
            }
        }
    }

    private void awaitAny(Deadline deadline) throws FsException {
        long patience = members.stream().mapToLong(NodeLink::patienceLeft).max().orElse(0);
        CompletableFuture<?>[] up = members.stream().map(NodeLink::whenUp).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.anyOf(up).get(Math.min(patience, deadline.left().toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw primary.unreachable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FsException(Errno.EINTR, "interrupted");
        }
    }
}
