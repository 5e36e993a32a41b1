package io.spiderweb.mount.app.fuse;

import io.spiderweb.wire.Errno;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is told of every operation that the kernel asked for. */
@FunctionalInterface
public interface OperationObserver {

    /** @param error null if it succeeded */
    void done(String operation, @Nullable Errno error, Duration took);
}
