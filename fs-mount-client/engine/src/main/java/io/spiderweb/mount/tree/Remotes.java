package io.spiderweb.mount.tree;

import io.spiderweb.mount.cache.NodeCache;
import io.spiderweb.mount.link.Deadline;
import io.spiderweb.mount.link.Session;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Sends a request about an inode to the node that serves its path now. An id that the node does not know (any more), because it
 * is another process or another node than before, is found again by its path.
 */
final class Remotes {

    /** The inode as the serving node knows it now. */
    record Target(Place place, long id) {
        NodeCache cache() {
            return place.link().cache();
        }

        /** Whether both have the same cache, so that a moment of one means something to the other. */
        @SuppressWarnings("ReferenceEquality") // a link is its identity
        boolean isAtNodeOf(Target other) {
            return place.link() == other.place.link();
        }
    }

    record Answer<T>(Target target, T reply) {}

    /** May a request be sent again when the connection broke and nobody knows whether it was carried out? */
    enum Repeat {
        ALLOWED,
        /** Only to a node that knows then whether it was. */
        NEVER
    }

    private static final CompletableFuture<Boolean> KNOWN = CompletableFuture.completedFuture(true);
    private static final CompletableFuture<Boolean> UNKNOWN = CompletableFuture.completedFuture(false);

    private final Router router;
    private final Duration patience;

    Remotes(Router router, Duration patience) {
        this.router = router;
        this.patience = patience;
    }

    Duration patience() {
        return patience;
    }

    /** The root of a mount's export. */
    Inode.Remote root(FailoverGroup group, Deadline deadline) throws FsException {
        Place place = group.choose(deadline);
        return new Inode.Remote(
                place, place.session().export().root(), group.mountPath().text());
    }

    Target target(Inode.Remote inode, Deadline deadline) throws FsException {
        MountTable.Match.Mounted mounted = mounted(inode);
        while (true) {
            Place place = mounted.group().choose(deadline);
            if (place.understandsIdsOf(inode.place())) {
                return new Target(place, inode.id());
            }
            try {
                return new Target(place, locate(place.session(), mounted.below(), deadline));
            } catch (ConnectionLostException e) {
                requireTime(deadline, e);
            }
        }
    }

    /** @throws FsException what the node answered; ETIMEDOUT and EIO for what happened on the way */
    <T extends FsReply> Answer<T> ask(
            Inode.Remote inode, Repeat repeat, Class<T> type, Function<Target, FsRequest> request) throws FsException {
        Deadline deadline = Deadline.in(patience);
        Target target = target(inode, deadline);
        boolean located = false;
        try (Sending sending = new Sending(repeat)) {
            while (true) {
                Session session = target.place.session();
                FsRequest sent = request.apply(target);
                CompletableFuture<Boolean> isKnown = located ? KNOWN : isKnown(target, sent);
                try {
                    return new Answer<>(target, session.await(sending.send(session, sent), type, deadline.left()));
                } catch (ConnectionLostException e) {
                    if (!sending.isRepeatable()) {
                        throw Sending.unknownOutcome(target, e);
                    }
                    requireTime(deadline, e);
                    target = sending.after(target, target(inode, deadline), e);
                } catch (FsException e) {
                    if (!isAbsence(e) || isKnown.getNow(true)) {
                        throw e;
                    }
                    located = true;
                    target = relocate(target, mounted(inode).below(), deadline, e);
                    sending.close();
                }
            }
        }
    }

    /**
     * Whether the node knows the id that a request is about, should it answer that something does not exist. For a lookup that is
     * the normal way to say that there is no such child, so a question about the directory itself goes ahead of it; both answers
     * are there after one round trip. Any other request is rarely answered so, and is worth a walk.
     */
    private static CompletableFuture<Boolean> isKnown(Target target, FsRequest request) throws FsException {
        Session session = target.place.session();
        if (target.id == session.export().root()) {
            return KNOWN;
        }
        if (!(request instanceof FsRequest.Lookup)) {
            return UNKNOWN;
        }
        NodeCache cache = target.cache();
        long moment = cache.now();
        return session.send(new FsRequest.Getattr(target.id)).handle((reply, failure) -> {
            if (reply instanceof FsReply.Attributes(var attr)) {
                cache.learn(attr, moment);
            }
            return !(failure instanceof FsException e && isAbsence(e));
        });
    }

    /** Walks from the export's root, without believing any cache. */
    static long locate(Session session, List<String> below, Deadline deadline)
            throws FsException, ConnectionLostException {
        long id = session.export().root();
        for (String name : below) {
            id = session.await(session.send(new FsRequest.Lookup(id, name)), FsReply.Attributes.class, deadline.left())
                    .attr()
                    .id();
        }
        return id;
    }

    MountTable.Match.Mounted mounted(Inode.Remote inode) throws FsException {
        if (router.table().at(Paths.parts(inode.path())) instanceof MountTable.Match.Mounted mounted) {
            return mounted;
        }
        throw new FsException(Errno.ENOENT, "nothing is mounted at " + inode.path() + " any more");
    }

    private static Target relocate(Target target, List<String> below, Deadline deadline, FsException cause)
            throws FsException {
        try {
            return new Target(target.place, locate(target.place.session(), below, deadline));
        } catch (ConnectionLostException e) {
            throw cause;
        }
    }

    private static boolean isAbsence(FsException error) {
        return error.errno() == Errno.ENOENT || error.errno() == Errno.ESTALE;
    }

    private static void requireTime(Deadline deadline, ConnectionLostException cause) throws FsException {
        if (deadline.isOver()) {
            throw new FsException(Errno.ETIMEDOUT, String.valueOf(cause.getMessage()));
        }
    }
}
