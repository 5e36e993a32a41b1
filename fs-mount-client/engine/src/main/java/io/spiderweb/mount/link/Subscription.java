package io.spiderweb.mount.link;

import io.spiderweb.mount.cache.NodeCache;
import io.spiderweb.wire.fs.FsEvent;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a node's cache right over reconnections. A node with {@code events-1} numbers its events: after a break the missing ones
 * are sent again, and only where it cannot do that everything is forgotten. Any other node's cache lives for a moment only, and
 * not beyond its connection.
 */
final class Subscription {

    private static final Duration UNTIL_TOLD_OTHERWISE = Duration.ofDays(365);

    private final NodeCache cache;
    private final Duration uncheckedLife;
    private FsRequest.@Nullable Position position;
    private long seen;
    private long incarnation;

    Subscription(NodeCache cache, Duration uncheckedLife) {
        this.cache = cache;
        this.uncheckedLife = uncheckedLife;
    }

    /** A new connection begins: from where it shall go on. */
    synchronized FsRequest.@Nullable Position begin() {
        if (position != null) {
            position = new FsRequest.Position(position.epoch(), Math.max(position.seq(), seen));
        }
        seen = 0;
        return position;
    }

    /** Takes an event; those after a resumed hello may come before {@link #greeted}. */
    synchronized void accept(FsEvent event) {
        if (event.seq() != null) {
            seen = Math.max(seen, event.seq());
        }
        cache.apply(event);
    }

    /**
     * The node has answered hello.
     *
     * @param listens whether this process hears of changes at all
     * @return the incarnation of the node: another number than before if it may be another process
     */
    synchronized long greeted(FsReply.Hello hello, boolean listens) {
        FsRequest.Position before = position;
        Long epoch = hello.epoch();
        boolean same = before != null && epoch != null && epoch == before.epoch();
        if (!listens || epoch == null) {
            position = null;
            cache.believeFor(uncheckedLife);
            cache.forgetAll();
        } else if (same && Boolean.TRUE.equals(hello.resumed())) {
            cache.believeFor(UNTIL_TOLD_OTHERWISE);
        } else {
            // what was announced before this reply is lost, so reading goes on from the reply's own number
            position = new FsRequest.Position(epoch, hello.seq() == null ? 0 : hello.seq());
            cache.believeFor(UNTIL_TOLD_OTHERWISE);
            cache.forgetAll();
        }
        return same ? incarnation : ++incarnation;
    }
}
