package io.spiderweb.gateway.workspace;

import java.io.IOException;

/** There are no files to work on; the message says what to do about it. */
public final class NoWorkspaceException extends IOException {

    private static final long serialVersionUID = 1;

    public NoWorkspaceException(String message) {
        super(message);
    }
}
