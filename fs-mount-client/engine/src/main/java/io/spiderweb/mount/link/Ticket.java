package io.spiderweb.mount.link;

/**
 * A change that is under way. With it the change may be sent again, on another connection to the same node, and is done once.
 * Closing it says that this will not happen (any more).
 */
public final class Ticket implements AutoCloseable {

    private final Tickets tickets;
    private final long rid;
    private final long cache;

    Ticket(Tickets tickets, long rid, long cache) {
        this.tickets = tickets;
        this.rid = rid;
        this.cache = cache;
    }

    long rid() {
        return rid;
    }

    /** The reply cache of the node that remembers it. */
    long cache() {
        return cache;
    }

    @Override
    public void close() {
        tickets.close(this);
    }
}
