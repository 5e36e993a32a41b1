package io.spiderweb.wire.control;

import io.spiderweb.wire.json.Json;

/**
 * Tells services, and nobody else, that a token was replaced: what they know of bearers may be wrong.
 *
 * @param tsMs milliseconds since the epoch
 */
public record CredentialsChanged(long tsMs) {

    private static final String CATEGORY = "internal.credentials";

    /** Whether an event says so. */
    public static boolean isToldBy(ControlFrame.Event event) {
        return event.category().equals(CATEGORY);
    }

    public ControlFrame.Event toPush() {
        return new ControlFrame.Event(
                "credentials",
                CATEGORY,
                Json.object().put("event", "credentials_changed").put("ts_ms", tsMs),
                tsMs);
    }
}
