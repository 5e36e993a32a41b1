package io.spiderweb.gateway.turn;

import io.spiderweb.wire.ErrorCode;

/** How a turn ended. */
public sealed interface Outcome {

    /** @param text all that was streamed */
    record Answered(String text) implements Outcome {}

    record Failed(ErrorCode code, String message) implements Outcome {}

    static Outcome cancelled() {
        return new Failed(ErrorCode.RUNTIME_CANCELLED, "the gateway is stopping");
    }

    static Outcome timedOut() {
        return new Failed(ErrorCode.RUNTIME_TIMEOUT, "runtime operation timeout");
    }

    /** For the metrics. */
    default String label() {
        return switch (this) {
            case Answered answered -> "ok";
            case Failed failed -> failed.code().wireName();
        };
    }
}
