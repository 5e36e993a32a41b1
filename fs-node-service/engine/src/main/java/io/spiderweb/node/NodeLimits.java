package io.spiderweb.node;

import io.spiderweb.node.handle.Handles;
import io.spiderweb.transport.Mailbox;
import io.spiderweb.transport.Outbox;
import java.time.Duration;

/**
 * What a node allows itself and its clients.
 *
 * @param connections clients at once
 * @param knownFiles whose ids are remembered, over all exports
 * @param keptEvents for clients that come back
 * @param outgoing characters that may wait for one client
 * @param hello how long a client may take to say it
 */
public record NodeLimits(
        int connections,
        int knownFiles,
        int keptEvents,
        Handles.Limits handles,
        Mailbox.Limits incoming,
        long outgoing,
        Duration hello) {

    public static final NodeLimits DEFAULT = new NodeLimits(
            4096,
            1_000_000,
            10_000,
            Handles.Limits.DEFAULT,
            new Mailbox.Limits(2048, 32 << 20),
            Outbox.DEFAULT_LIMIT,
            Duration.ofSeconds(10));

    /** Requests that a client is told to have in flight at most: half of what is taken. */
    int maxInflight() {
        return incoming.frames() / 2;
    }

    int maxInflightBytes() {
        return Math.toIntExact(incoming.bytes() / 2);
    }
}
