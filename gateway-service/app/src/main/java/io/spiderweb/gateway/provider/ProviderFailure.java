package io.spiderweb.gateway.provider;

import io.spiderweb.wire.ErrorCode;

/** The ways in which a provider fails, and what the client is told ({@code spec gateway 7.3}). */
public enum ProviderFailure {
    RATE_LIMITED(ErrorCode.PROVIDER_RATE_LIMITED, "provider rate limited"),
    AUTH_FAILED(ErrorCode.PROVIDER_AUTH_FAILED, "provider authentication failed"),
    REQUEST_INVALID(ErrorCode.PROVIDER_REQUEST_INVALID, "provider request invalid"),
    TIMEOUT(ErrorCode.PROVIDER_TIMEOUT, "provider request timed out"),
    UNAVAILABLE(ErrorCode.PROVIDER_UNAVAILABLE, "provider temporarily unavailable"),
    STREAM_FAILED(ErrorCode.EXECUTION_FAILED, "provider stream failed");

    private final ErrorCode code;
    private final String message;

    ProviderFailure(ErrorCode code, String message) {
        this.code = code;
        this.message = message;
    }

    public ErrorCode code() {
        return code;
    }

    public String message() {
        return message;
    }
}
