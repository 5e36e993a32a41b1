/**
 * Frames on their way: the bounded {@link io.spiderweb.transport.Mailbox} and {@link io.spiderweb.transport.Outbox} of every
 * connection, and a WebSocket client that stands on Vert.x alone, so that the engines run without a framework. The rooms
 * {@code control} and {@code fs} add negotiation and calls; {@link io.spiderweb.transport.Reconnector} keeps any of them open.
 *
 * <p>Nothing here blocks an event loop: handlers run on virtual threads, one a connection, in the order of the frames.
 */
@NullMarked
package io.spiderweb.transport;

import org.jspecify.annotations.NullMarked;
