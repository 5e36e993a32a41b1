package io.spiderweb.node;

import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsOperation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Told of every operation, for metrics. Must be quick. */
@FunctionalInterface
public interface NodeObserver {

    NodeObserver NONE = (operation, error, took, bytes) -> {};

    /**
     * @param error null when it succeeded
     * @param bytes of file content that it moved
     */
    void answered(FsOperation operation, @Nullable Errno error, Duration took, long bytes);
}
