package io.spiderweb.gateway.control;

import java.io.IOException;

/** An operation got no answer from the control plane; the message is for the client. */
public final class UpstreamException extends IOException {

    private static final long serialVersionUID = 1;

    public UpstreamException(String message) {
        super(message);
    }
}
