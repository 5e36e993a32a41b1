package io.spiderweb.mount.link;

import io.spiderweb.wire.fs.RetryId;
import java.util.TreeSet;
import java.util.UUID;

/** Numbers this client's changes at one node, over all its connections ({@code retry-1}). */
final class Tickets {

    private final String clientId = UUID.randomUUID().toString();
    private final TreeSet<Long> open = new TreeSet<>();
    private long last;

    String clientId() {
        return clientId;
    }

    synchronized Ticket take(long cache) {
        open.add(++last);
        return new Ticket(this, last, cache);
    }

    /** How a change is named on the wire now. */
    synchronized RetryId idOf(Ticket ticket) {
        return new RetryId(ticket.rid(), open.isEmpty() ? last : open.first() - 1);
    }

    synchronized void close(Ticket ticket) {
        open.remove(ticket.rid());
    }
}
