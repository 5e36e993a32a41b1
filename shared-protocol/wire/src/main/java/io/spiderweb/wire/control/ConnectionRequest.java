package io.spiderweb.wire.control;

import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;

/** Negotiation, liveness and the push subscription of one connection ({@code spec control 2.6, 3.4}). */
public sealed interface ConnectionRequest extends ControlRequest {

    /** The only protocol there is. */
    String PROTOCOL = "unified-v2";

    record Version(String protocol) implements ConnectionRequest {
        static Version read(Fields fields) throws InvalidJsonException {
            String protocol = fields.text("protocol");
            if (!protocol.equals(PROTOCOL)) {
                throw new InvalidJsonException(Kind.VALUE, "ProtocolMismatch: protocol must be " + PROTOCOL);
            }
            return new Version(protocol);
        }
    }

    record Connect() implements ConnectionRequest {}

    record Ping() implements ConnectionRequest {}

    record DebugSubscribe() implements ConnectionRequest {}

    record DebugUnsubscribe() implements ConnectionRequest {}
}
