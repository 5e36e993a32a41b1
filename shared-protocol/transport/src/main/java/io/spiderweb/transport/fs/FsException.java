package io.spiderweb.transport.fs;

import io.spiderweb.wire.Errno;
import java.io.IOException;

/** A file operation failed with an errno; the message is the node's. */
public final class FsException extends IOException {

    private static final long serialVersionUID = 1;

    private final Errno errno;

    public FsException(Errno errno, String message) {
        super(message);
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}
