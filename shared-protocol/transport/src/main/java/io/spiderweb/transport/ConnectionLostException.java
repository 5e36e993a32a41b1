package io.spiderweb.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is no connection to a peer, or there is none any more. The message names the peer and the reason. */
public final class ConnectionLostException extends IOException {

    private static final long serialVersionUID = 1;

    public ConnectionLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public ConnectionLostException(String message) {
        super(message);
    }
}
