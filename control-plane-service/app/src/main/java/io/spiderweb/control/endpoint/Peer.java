package io.spiderweb.control.endpoint;

import io.quarkus.websockets.next.UserData.TypedKey;
import io.spiderweb.wire.control.Principal;

/**
 * Who is at the other end of a connection.
 *
 * @param address where it comes from, without the port; it is never a reason for trust
 * @param askedNanos when it asked to come in, by {@link System#nanoTime}: what it showed was right then
 */
record Peer(Principal principal, String address, long askedNanos) {

    static final TypedKey<Peer> KEY = new TypedKey<>("peer");
}
