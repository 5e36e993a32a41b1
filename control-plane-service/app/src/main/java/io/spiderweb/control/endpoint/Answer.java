package io.spiderweb.control.endpoint;

import io.spiderweb.wire.control.ControlReply;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an operation that was done.
 *
 * @param projectId which project it changed, for the log
 */
record Answer(ControlReply reply, @Nullable String projectId) {

    static Answer silent(ControlReply reply) {
        return new Answer(reply, null);
    }
}
