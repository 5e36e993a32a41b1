package io.spiderweb.node.access;

/** A hello whose token is missing or wrong; the message starts with the reference's error name. */
public final class AccessDeniedException extends Exception {

    private static final long serialVersionUID = 1;

    AccessDeniedException(String message) {
        super(message);
    }

    static AccessDeniedException wrongToken() {
        return new AccessDeniedException("AuthFailed: the auth_token is wrong or has expired");
    }
}
