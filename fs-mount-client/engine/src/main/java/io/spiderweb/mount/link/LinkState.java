package io.spiderweb.mount.link;

import io.spiderweb.wire.Errno;

/** Whether a node can be used. Times are of {@link System#nanoTime()}. */
public sealed interface LinkState {

    /** Nobody has needed the node yet. */
    record Idle() implements LinkState {}

    record Connecting(long since) implements LinkState {}

    /** Connected, and heard from within the last seconds. */
    record Up(Session session) implements LinkState {}

    /**
     * Not connected; attempts go on.
     *
     * @param errno ETIMEDOUT while it is away; another one if it is there and refuses, which waiting does not change
     * @param since the first failure after it was up
     */
    record Down(Errno errno, String reason, long since) implements LinkState {
        boolean refuses() {
            return errno != Errno.ETIMEDOUT;
        }
    }
}
