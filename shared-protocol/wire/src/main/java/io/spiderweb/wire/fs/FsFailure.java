package io.spiderweb.wire.fs;

import io.spiderweb.wire.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The error that answers a request: {@code acheron.err_fs}.
 *
 * @param tag of the request; absent when it could not be read
 * @param closes whether the connection ends after it ({@code spec fs-node 1.5})
 */
public record FsFailure(@Nullable Long tag, Errno errno, String message, boolean closes) {

    public static FsFailure of(long tag, Errno errno, String message) {
        return new FsFailure(tag, errno, message, false);
    }
}
