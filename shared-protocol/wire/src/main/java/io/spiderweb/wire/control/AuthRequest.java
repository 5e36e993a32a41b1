package io.spiderweb.wire.control;

import io.spiderweb.wire.control.Principal.Role;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;

/** The two role tokens ({@code spec control 3.4}); for admins alone. */
public sealed interface AuthRequest extends ControlRequest {

    record Status() implements AuthRequest {}

    /** @param role {@code admin} or {@code user} */
    record Rotate(Role role) implements AuthRequest {
        static Rotate read(Fields fields) throws InvalidJsonException {
            String role = fields.required("role", text -> text.equals("admin") || text.equals("user"), "admin or user");
            return new Rotate(Role.of(role));
        }
    }
}
