package io.spiderweb.transport;

import io.vertx.core.http.UpgradeRejectedException;
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

    /** Whether the peer is there and knows no such token: trying again with it is of no use ({@code control 11} row 31). */
    public boolean isTokenUnknown() {
        return getCause() instanceof UpgradeRejectedException rejected
                && switch (rejected.getStatus()) {
                    case 401, 429 -> true;
                    default -> false;
                };
    }
}
