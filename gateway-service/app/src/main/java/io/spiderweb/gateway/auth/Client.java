package io.spiderweb.gateway.auth;

import io.quarkus.websockets.next.UserData.TypedKey;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection.
 *
 * @param bearer what it showed, if anything; its operations go to the control plane with it
 * @param address where it comes from, without the port; it is never a reason for trust
 */
public record Client(Principal principal, @Nullable Secret bearer, String address) {

    /** Under which a connection carries its client. */
    public static final TypedKey<Client> KEY = new TypedKey<>("client");

    /** Whether it may talk to agents: nodes and invites may not. */
    public boolean mayChat() {
        return switch (principal.role()) {
            case ADMIN, USER, SERVICE -> true;
            case NODE, INVITE, ANONYMOUS -> false;
        };
    }
}
