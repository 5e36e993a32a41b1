package io.spiderweb.control.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.json.Json;
import java.time.Duration;

/**
 * What a server said to one request.
 *
 * @param prefix which step of the negotiation it answers; empty for the operation
 * @param frame as it was received
 */
record Answer(String prefix, String frame, ControlFrame.FromServer content, Duration roundTrip) {

    boolean isError() {
        return content instanceof ControlFrame.Failed;
    }

    Answer in(String step) {
        return new Answer(step, frame, content, roundTrip);
    }

    JsonNode payload() {
        return switch (content) {
            case ControlFrame.Reply reply -> reply.payload();
            case ControlFrame.Event event -> event.payload();
            case ControlFrame.Failed failed -> Json.object();
        };
    }
}
