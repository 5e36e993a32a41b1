package io.spiderweb.wire.control.guide;

import static io.spiderweb.wire.control.guide.Member.required;

import io.spiderweb.wire.control.ConnectionRequest;
import io.spiderweb.wire.control.ControlOperation;
import java.util.List;

/** Negotiation, liveness and pushes ({@code spec control 2.6, 3.4}). */
final class ConnectionGuides {

    private ConnectionGuides() {}

    static List<OperationGuide> all() {
        return List.of(
                OperationGuide.of(
                                ControlOperation.VERSION,
                                "Agrees on the protocol; comes first on every connection.",
                                required(
                                        "protocol",
                                        new MemberType.OneOf(List.of(ConnectionRequest.PROTOCOL)),
                                        "what is to be spoken"))
                        .example("{'protocol':'unified-v2'}"),
                OperationGuide.of(ControlOperation.CONNECT, "Tells who you are and which session is active.")
                        .example("{}"),
                OperationGuide.of(ControlOperation.PING, "Does nothing but answer.")
                        .example("{}"),
                OperationGuide.of(
                                ControlOperation.DEBUG_SUBSCRIBE,
                                "Asks for pushes: changes of the topology, reconcile cycles.")
                        .example("{}"),
                OperationGuide.of(ControlOperation.DEBUG_UNSUBSCRIBE, "Wants no more pushes.")
                        .example("{}"));
    }
}
