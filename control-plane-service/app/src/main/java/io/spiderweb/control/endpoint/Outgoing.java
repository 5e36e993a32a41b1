package io.spiderweb.control.endpoint;

import io.spiderweb.transport.Outbox;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What leaves on one connection. While a request is in hand only its answer does: pushes, among which may be those that the
 * request itself causes, and the end of the connection come after it.
 */
final class Outgoing {

    private final Outbox outbox;
    private final long limit;
    private final Deque<String> held = new ArrayDeque<>();
    private long heldCharacters;
    private boolean answering;
    private @Nullable String ending;

    /** @param limit how many characters of pushes are held, at most */
    Outgoing(Outbox outbox, long limit) {
        this.outbox = outbox;
        this.limit = limit;
    }

    /** A request is in hand. */
    synchronized void begin() {
        answering = true;
    }

    /** The request was answered. */
    synchronized void end() {
        answering = false;
        held.forEach(outbox::send);
        held.clear();
        heldCharacters = 0;
        if (ending != null) {
            outbox.close(Outbox.CLOSE_POLICY, ending);
        }
    }

    void answer(String frame) {
        outbox.send(frame);
    }

    /** False: this push was the one too much for a peer that does not keep up, and its connection ends. */
    synchronized boolean push(String frame) {
        boolean wasOpen = outbox.isOpen();
        if (!answering) {
            outbox.send(frame);
        } else if (heldCharacters + frame.length() > limit) {
            outbox.close(Outbox.CLOSE_POLICY, "too much happens while a request of yours is in hand: ask again");
        } else {
            held.add(frame);
            heldCharacters += frame.length();
        }
        return outbox.isOpen() || !wasOpen;
    }

    /** Ends the connection because its peer may not stay. */
    synchronized void expel(String reason) {
        ending = reason;
        if (!answering) {
            outbox.close(Outbox.CLOSE_POLICY, reason);
        }
    }

    /** Ends the connection at once. */
    void close(int code, String reason) {
        outbox.close(code, reason);
    }

    boolean isOpen() {
        return outbox.isOpen();
    }

    /** Characters of pushes and answers that have not left yet. */
    synchronized long waiting() {
        return outbox.pendingCharacters() + heldCharacters;
    }
}
