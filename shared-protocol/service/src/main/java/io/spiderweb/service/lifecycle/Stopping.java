package io.spiderweb.service.lifecycle;

import java.time.Instant;

/**
 * CDI event, fired once when the service begins to stop, in the order of its observers' {@code @Priority}. The service
 * is not ready any more, and its WebSockets are still open: an observer takes no new work and brings to an end, or to
 * a place from which it can go on, what it has in hand. WebSockets are closed (1001) after the last observer returned.
 *
 * @param deadline when the process is ended whatever is left
 */
public record Stopping(Instant deadline) {}
