package io.spiderweb.node.handle;

import io.spiderweb.linux.Fd;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;

/**
 * A file that a client has open.
 *
 * @param node the id it was opened by
 */
public record OpenFile(long node, Fd fd, boolean readable, boolean writable) {

    /** @throws FsException EBADF when it was not opened for reading */
    public Fd forReading() throws FsException {
        if (!readable) {
            throw new FsException(Errno.EBADF, "the file is not open for reading");
        }
        return fd;
    }

    /** @throws FsException EBADF when it was not opened for writing */
    public Fd forWriting() throws FsException {
        if (!writable) {
            throw new FsException(Errno.EBADF, "the file is not open for writing");
        }
        return fd;
    }
}
