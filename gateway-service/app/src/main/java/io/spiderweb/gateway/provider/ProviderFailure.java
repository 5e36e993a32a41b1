package io.spiderweb.gateway.provider;

import io.spiderweb.wire.ErrorCode;

/** The ways in which a provider fails, and what the client is told ({@code spec gateway 7.3, providers-and-config 7.4}). */
public enum ProviderFailure {
    RATE_LIMITED(ErrorCode.PROVIDER_RATE_LIMITED, "provider rate limited", true),
    AUTH_FAILED(ErrorCode.PROVIDER_AUTH_FAILED, "provider authentication failed", false),
    REQUEST_INVALID(ErrorCode.PROVIDER_REQUEST_INVALID, "provider request invalid", false),
    TIMEOUT(ErrorCode.PROVIDER_TIMEOUT, "provider request timed out", true),
    UNAVAILABLE(ErrorCode.PROVIDER_UNAVAILABLE, "provider temporarily unavailable", true),
    /** It stopped in the middle of its answer. */
    STREAM_CUT(ErrorCode.EXECUTION_FAILED, "provider stream failed", true),
    /** What it sent makes no sense, or is an error of its own kind. */
    STREAM_FAILED(ErrorCode.EXECUTION_FAILED, "provider stream failed", false);

    private final ErrorCode code;
    private final String message;
    private final boolean mayPass;

    ProviderFailure(ErrorCode code, String message, boolean mayPass) {
        this.code = code;
        this.message = message;
        this.mayPass = mayPass;
    }

    /** Whether the same request may succeed a little later. */
    public boolean mayPass() {
        return mayPass;
    }

    public ErrorCode code() {
        return code;
    }

    public String message() {
        return message;
    }
}
