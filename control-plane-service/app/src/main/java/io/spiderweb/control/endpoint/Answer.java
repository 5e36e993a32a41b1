package io.spiderweb.control.endpoint;

import io.spiderweb.control.topology.TopologyChange;
import io.spiderweb.wire.control.ControlReply;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an operation that was done.
 *
 * @param change what subscribers are told after the caller has its reply
 */
record Answer(ControlReply reply, @Nullable TopologyChange change) {

    static Answer silent(ControlReply reply) {
        return new Answer(reply, null);
    }
}
