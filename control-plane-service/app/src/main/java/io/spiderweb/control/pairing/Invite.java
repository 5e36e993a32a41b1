package io.spiderweb.control.pairing;

import io.spiderweb.control.state.Table;

/**
 * Permission for one machine to join ({@code spec control 4.3}). Stored under the keyed hash of its token.
 *
 * @param expiresAtMs milliseconds since the epoch, as the others
 */
public record Invite(String inviteId, long createdAtMs, long expiresAtMs, boolean redeemed) {

    public static final Table<Invite> TABLE = new Table<>("invite", Invite.class);

    Invite asRedeemed() {
        return new Invite(inviteId, createdAtMs, expiresAtMs, true);
    }

    boolean isExpired(long nowMs) {
        return expiresAtMs <= nowMs;
    }
}
