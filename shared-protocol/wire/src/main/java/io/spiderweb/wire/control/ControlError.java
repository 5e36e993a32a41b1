package io.spiderweb.wire.control;

import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ControlOperation.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A {@code control.error} ({@code spec control 1.3}).
 *
 * @param id of the request; absent when it had none or could not be read
 * @param correlationId written in shape B only, there also when it is null
 */
public record ControlError(
        @Nullable String id,
        ErrorCode code,
        String message,
        Shape shape,
        @Nullable String correlationId) {

    public static ControlError plain(@Nullable String id, ErrorCode code, String message) {
        return new ControlError(id, code, message, Shape.A, null);
    }
}
