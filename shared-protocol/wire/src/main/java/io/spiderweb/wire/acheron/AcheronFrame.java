package io.spiderweb.wire.acheron;

import io.spiderweb.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A request with what the frame says besides.
 *
 * @param tag to be echoed; absent from the answer when the request had none
 * @param sessionKey null for the active session
 * @param correlation the correlation id, else the id: what ties a chat job to its sender
 */
public record AcheronFrame(
        @Nullable Long tag,
        @Nullable String sessionKey,
        @Nullable String correlation,
        AcheronRequest request) {

    public AcheronError error(ErrorCode code, String message) {
        return new AcheronError(tag, code, message);
    }
}
