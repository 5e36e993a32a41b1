package io.spiderweb.control.connections;

import io.spiderweb.wire.control.Principal;

/** An open connection as others than its endpoint see it. */
public interface Connection {

    Principal principal();

    /** Closes it with code 1008, after the answer to what it has in hand; what waits behind that is not handled any more. */
    void end(String reason);
}
