package io.spiderweb.transport.control;

import io.spiderweb.wire.ErrorCode;
import java.io.IOException;

/** The server refused an operation; the message is the server's. */
public final class ControlException extends IOException {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public ControlException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
