package io.spiderweb.gateway.auth;

import java.util.List;
import java.util.Map;

/** A connection is not upgraded; the message is the body of the HTTP answer. */
final class UpgradeRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, List<String>> headers;

    UpgradeRefused(int status, String message, Map<String, List<String>> headers) {
        super(message, null, false, false);
        this.status = status;
        this.headers = headers;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    int status() {
        return status;
    }
}
