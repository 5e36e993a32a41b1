package io.spiderweb.wire.control;

import io.spiderweb.wire.control.Principal.Role;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import java.util.List;

/** Tokens of roles and services ({@code spec control 3.4}); for admins alone. */
public sealed interface AuthRequest extends ControlRequest {

    /** Whose tokens can be replaced. */
    List<String> ROLES = List.of("admin", "user", "service");

    record Status() implements AuthRequest {}

    /** @param role {@code admin} or {@code user}; ours: {@code service} */
    record Rotate(Role role) implements AuthRequest {
        static Rotate read(Fields fields) throws InvalidJsonException {
            return new Rotate(Role.of(fields.required("role", ROLES::contains, String.join(" or ", ROLES))));
        }
    }
}
