package io.spiderweb.gateway.acheron;

import io.spiderweb.wire.ErrorCode;

/** An operation that is not done, and what its client is told. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final String message;

    Refusal(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
        this.message = message;
    }

    ErrorCode code() {
        return code;
    }

    /** Never null, unlike that of a general exception. */
    @Override
    public String getMessage() {
        return message;
    }
}
