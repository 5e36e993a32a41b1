package io.spiderweb.gateway.auth;

/** A connection is not upgraded; the message is the body of the HTTP answer. */
final class UpgradeRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    UpgradeRefused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
