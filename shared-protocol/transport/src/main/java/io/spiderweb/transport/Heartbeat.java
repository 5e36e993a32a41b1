package io.spiderweb.transport;

import java.time.Duration;

/**
 * How a client finds out that a peer is gone although its connection looks open.
 *
 * @param interval between pings
 * @param silence after which a peer that was not heard from, by pong or frame, counts as lost
 */
public record Heartbeat(Duration interval, Duration silence) {

    /** For file nodes: healthy means heard from within 5 s. */
    public static final Heartbeat STRICT = new Heartbeat(Duration.ofSeconds(2), Duration.ofSeconds(5));

    /** For control connections: an old server answers no ping while it works on a request. */
    public static final Heartbeat LAX = new Heartbeat(Duration.ofSeconds(15), Duration.ofSeconds(60));
}
