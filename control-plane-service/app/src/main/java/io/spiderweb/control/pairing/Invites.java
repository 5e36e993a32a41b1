package io.spiderweb.control.pairing;

import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.auth.Tokens;
import io.spiderweb.control.leases.TimeToLive;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.state.Ledger.Sequence;
import io.spiderweb.control.state.Total;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Invites: made by admins, used once, forgotten some time after they ended. */
@Singleton
public class Invites {

    private static final int MAX_INVITES = 1_000;

    /** How long somebody who shows an invite that ended is still told why it opens nothing. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final Database database;
    private final KeyedHash hash;

    @Inject
    public Invites(Database database, KeyedHash hash) {
        this.database = database;
        this.hash = hash;
    }

    public NodeReply.Invite create(NodeRequest.InviteCreate request) throws Refused {
        Secret token = Tokens.invite();
        return database.change(edit -> {
            if (edit.total(Total.INVITES_ACTIVE) >= MAX_INVITES) {
                prune(edit);
            }
            long now = edit.nowMs();
            long expires = now + TimeToLive.clamped(request.expiresInMs()).toMillis();
            Invite invite = new Invite("invite-" + edit.next(Sequence.INVITE), now, expires, false);
            edit.put(Invite.TABLE, hash.of(token), invite);
            edit.count(Total.INVITES_ACTIVE, 1);
            edit.count(Total.INVITES_CREATED, 1);
            return new NodeReply.Invite(invite.inviteId(), token, now, expires);
        });
    }

    /** The id of the invite that has this token, whatever became of it. */
    public Optional<String> idOf(Secret token) {
        return database.get(Invite.TABLE, hash.of(token)).map(Invite::inviteId);
    }

    /** Uses an invite up, as part of a change. */
    Invite redeem(Edit edit, Secret token) throws Refused {
        String key = hash.of(token);
        Invite invite = edit.get(Invite.TABLE, key)
                .orElseThrow(() -> new Refused(ErrorCode.INVITE_NOT_FOUND, "InviteNotFound: this invite is not known"));
        if (invite.redeemed()) {
            throw new Refused(ErrorCode.INVITE_REDEEMED, "InviteRedeemed: " + invite.inviteId() + " was used already");
        }
        if (invite.isExpired(edit.nowMs())) {
            throw new Refused(ErrorCode.INVITE_EXPIRED, "InviteExpired: " + invite.inviteId() + " has expired");
        }
        edit.put(Invite.TABLE, key, invite.asRedeemed());
        edit.count(Total.INVITES_REDEEMED, 1);
        return invite;
    }

    private void prune(Edit edit) throws Refused {
        long before = edit.nowMs() - KEPT.toMillis();
        int pruned = 0;
        for (var entry : edit.all(Invite.TABLE).entrySet()) {
            boolean isOver = entry.getValue().redeemed() || entry.getValue().isExpired(before);
            if (isOver && pruned < MAX_INVITES / 2) {
                edit.delete(Invite.TABLE, entry.getKey());
                pruned++;
            }
        }
        edit.count(Total.INVITES_ACTIVE, -pruned);
        if (pruned == 0) {
            throw new Refused(
                    ErrorCode.CONTROL_PLANE_ERROR,
                    "there are " + MAX_INVITES + " invites already: wait until some have expired");
        }
    }
}
