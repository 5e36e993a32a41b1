package io.spiderweb.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@code error.code} may say, except on the channel of file nodes ({@code spec control 1.4, gateway 2.4, 4.3}). */
public enum ErrorCode {
    INVALID_ENVELOPE,
    PROTOCOL_MISMATCH,
    UNSUPPORTED,
    PROVISIONING_REQUIRED,
    LAST_TARGET_INVALID,
    FORBIDDEN,
    MISSING_FIELD,
    INVALID_PAYLOAD,
    CORRELATION_REQUIRED,
    OPERATOR_AUTH_FAILED,
    STORAGE_ERROR,
    SESSION_BUSY,
    NOT_FOUND,
    EXECUTION_FAILED,
    QUEUE_SATURATED,
    INVITE_NOT_FOUND,
    INVITE_EXPIRED,
    INVITE_REDEEMED,
    PENDING_JOIN_NOT_FOUND,
    /** Ours: nobody has decided yet about the request to join. */
    JOIN_PENDING,
    /** Ours: the request to join was denied. */
    JOIN_DENIED,
    AGENT_NOT_FOUND,
    NODE_NOT_FOUND,
    NODE_AUTH_FAILED,
    PROJECT_NOT_FOUND,
    PROJECT_AUTH_FAILED,
    PROJECT_PROTECTED,
    PROJECT_ASSIGNMENT_FORBIDDEN,
    MOUNT_CONFLICT,
    MOUNT_NOT_FOUND,
    CONTROL_PLANE_ERROR,
    INVALID_ENDPOINT,
    UNSUPPORTED_MESSAGE_TYPE,
    MISSING_CONTENT,
    /** Of the runtime channel, as the five that follow ({@code spec gateway 4.3}). */
    INVALID,
    ENOENT,
    EISDIR,
    EPERM,
    SESSION_NOT_FOUND,
    RUNTIME_UNAVAILABLE,
    RUNTIME_CANCELLED,
    RUNTIME_TIMEOUT,
    PROVIDER_RATE_LIMITED,
    PROVIDER_AUTH_FAILED,
    PROVIDER_REQUEST_INVALID,
    PROVIDER_TIMEOUT,
    PROVIDER_UNAVAILABLE;

    private static final Map<String, ErrorCode> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(ErrorCode::wireName, Function.identity()));

    private final String wireName = name().toLowerCase(Locale.ROOT);

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** A code that we do not know, from a peer that is newer, reads as {@link #CONTROL_PLANE_ERROR}. */
    @JsonCreator
    public static ErrorCode of(String wireName) {
        return BY_WIRE_NAME.getOrDefault(wireName, CONTROL_PLANE_ERROR);
    }

    @Override
    public String toString() {
        return wireName;
    }
}
