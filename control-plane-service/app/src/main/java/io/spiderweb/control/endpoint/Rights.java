package io.spiderweb.control.endpoint;

import io.spiderweb.control.Refused;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Access;
import io.spiderweb.wire.control.Principal;

/** Which operations a role may call at all ({@code spec control 3.1}). */
final class Rights {

    private Rights() {}

    /** @throws Refused {@code forbidden} */
    static void check(Principal principal, ControlOperation operation) throws Refused {
        if (!mayCall(principal, operation)) {
            throw new Refused(
                    ErrorCode.FORBIDDEN,
                    operation.type() + " is not for role " + principal.role().wireName());
        }
    }

    private static boolean mayCall(Principal principal, ControlOperation operation) {
        Access access = operation.access();
        return access == Access.ANYONE
                || switch (principal.role()) {
                    case SERVICE -> true;
                    case ADMIN -> access != Access.SERVICE;
                    case USER -> access == Access.ANY;
                    case NODE -> access == Access.NODE;
                    case INVITE -> access == Access.INVITE;
                    case ANONYMOUS -> false;
                };
    }
}
