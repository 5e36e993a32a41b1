package io.spiderweb.control.endpoint;

import io.quarkus.websockets.next.UserData.TypedKey;
import io.spiderweb.wire.control.Principal;

/**
 * Who is at the other end of a connection.
 *
 * @param address where it comes from, without the port; it is never a reason for trust
 */
record Peer(Principal principal, String address) {

    static final TypedKey<Peer> KEY = new TypedKey<>("peer");
}
