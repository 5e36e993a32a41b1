package io.spiderweb.mount.tree;

import io.spiderweb.mount.link.Session;
import io.spiderweb.mount.link.Ticket;
import io.spiderweb.mount.tree.Remotes.Repeat;
import io.spiderweb.mount.tree.Remotes.Target;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way, over one connection after the other if need be, so that what may not be repeated is done once. */
final class Sending implements AutoCloseable {

    private final Repeat repeat;
    private @Nullable Ticket ticket;

    Sending(Repeat repeat) {
        this.repeat = repeat;
    }

    CompletableFuture<FsReply> send(Session session, FsRequest request) throws FsException {
        if (repeat == Repeat.ALLOWED) {
            return session.send(request);
        }
        Session.Sent sent = session.sendOnce(request, ticket);
        ticket = sent.ticket();
        return sent.reply();
    }

    /** Whether it may be sent to another connection at all. */
    boolean isRepeatable() {
        return repeat == Repeat.ALLOWED || ticket != null;
    }

    /**
     * Where it goes after its connection was lost.
     *
     * @param now who serves its inode now
     * @throws FsException EIO, if it may have been done and would be done again there
     */
    Target after(Target lost, Target now, ConnectionLostException cause) throws FsException {
        if (repeat == Repeat.ALLOWED) {
            return now;
        }
        if (now.isAtNodeOf(lost) && now.place().session().honours(ticket)) {
            // the very same request, with the id that it had
            return new Target(now.place(), lost.id());
        }
        throw unknownOutcome(lost, cause);
    }

    static FsException unknownOutcome(Target target, ConnectionLostException cause) {
        return new FsException(
                Errno.EIO,
                target.place().link().label() + " was lost, and whether it did this is not known: "
                        + cause.getMessage());
    }

    /** It was answered: what is sent from now on is another request. */
    @Override
    public void close() {
        if (ticket != null) {
            ticket.close();
            ticket = null;
        }
    }
}
