package io.spiderweb.control;

import io.spiderweb.wire.ErrorCode;

/** An operation that is not done, and what its caller is told: the code by the specification, the message for people. */
public final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final String message;

    public Refused(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
        this.message = message;
    }

    public ErrorCode code() {
        return code;
    }

    /** Never null, unlike that of a general exception. */
    @Override
    public String getMessage() {
        return message;
    }
}
