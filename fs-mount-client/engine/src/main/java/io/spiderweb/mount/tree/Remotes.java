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
    }

    record Answer<T>(Target target, T reply) {}

    /** May a request be sent again when the connection broke and nobody knows whether it was carried out? */
    enum Repeat {
        ALLOWED,
        NEVER
    }

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

    <T extends FsReply> Answer<T> ask(
            Inode.Remote inode, Repeat repeat, Class<T> type, Function<Target, FsRequest> request) throws FsException {
        Deadline deadline = Deadline.in(patience);
        Target target = target(inode, deadline);
        boolean located = false;
        while (true) {
            Session session = target.place.session();
            try {
                return new Answer<>(target, session.await(session.send(request.apply(target)), type, deadline.left()));
            } catch (ConnectionLostException e) {
                if (repeat == Repeat.NEVER) {
                    throw new FsException(
                            Errno.EIO,
                            target.place.link().label() + " was lost, and whether it did this is not known: "
                                    + e.getMessage());
                }
                requireTime(deadline, e);
                target = target(inode, deadline);
            } catch (FsException e) {
                List<String> below = mounted(inode).below();
                if (located || below.isEmpty() || !mayBeForgotten(e.errno())) {
                    throw e;
                }
                located = true;
                target = relocate(target, below, deadline, e);
            }
        }
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

    private static boolean mayBeForgotten(Errno errno) {
        return errno == Errno.ENOENT || errno == Errno.ESTALE;
    }

    private static void requireTime(Deadline deadline, ConnectionLostException cause) throws FsException {
        if (deadline.isOver()) {
            throw new FsException(Errno.ETIMEDOUT, String.valueOf(cause.getMessage()));
        }
    }
}
