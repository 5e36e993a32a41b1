package io.spiderweb.wire.fs;

import io.spiderweb.wire.Errno;
import org.jspecify.annotations.Nullable;

/** A frame of the file channel, as one side receives it. */
public sealed interface FsFrame {

    /**
     * @param tag 0 when the client sent none ({@code spec fs-node 1.1})
     * @param retry absent unless the client may send it again
     */
    record Request(long tag, @Nullable RetryId retry, FsRequest request) implements FsFrame {}

    /** What a node sends. */
    sealed interface FromNode extends FsFrame {}

    record Reply(long tag, FsOperation operation, FsReply reply) implements FromNode {}

    record Failed(long tag, Errno errno, String message) implements FromNode {}

    record Event(FsEvent event) implements FromNode {}
}
