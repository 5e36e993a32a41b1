package io.spiderweb.mount.link;

/**
 * What {@code status} tells about a link ({@code spec mount 1.5}). Times are milliseconds since the epoch, 0 is never.
 *
 * @param consecutiveFailures failed connection attempts since the last success
 */
public record LinkHealth(int consecutiveFailures, long lastCheckMs, long lastSuccessMs, long lastFailureMs) {

    static final LinkHealth UNKNOWN = new LinkHealth(0, 0, 0, 0);

    LinkHealth succeeded(long nowMs) {
        return new LinkHealth(0, nowMs, nowMs, lastFailureMs);
    }

    LinkHealth failed(long nowMs) {
        int failures = consecutiveFailures == Integer.MAX_VALUE ? consecutiveFailures : consecutiveFailures + 1;
        return new LinkHealth(failures, nowMs, lastSuccessMs, nowMs);
    }
}
