package io.spiderweb.node.app.pairing;

import io.spiderweb.wire.control.NodeReply;
import java.io.IOException;

/** A way to become a node, for one that is none yet (spec fs-node 10.5). */
public sealed interface Joining permits JoinByInvite, JoinByRequest {

    /** Where an attempt has led. */
    sealed interface Outcome {
        record Joined(NodeReply.Joined credentials) implements Outcome {}

        /** Somebody has to decide first. */
        record Waiting() implements Outcome {}

        /** For good: there is no point in trying again. The message is for people. */
        record Rejected(String message) implements Outcome {}
    }

    /** @throws IOException for trouble that may pass */
    Outcome attempt(ControlPlane controlPlane, StateFile file) throws IOException;
}
