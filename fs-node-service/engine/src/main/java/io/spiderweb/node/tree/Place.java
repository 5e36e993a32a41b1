package io.spiderweb.node.tree;

import io.spiderweb.linux.Fd;
import io.spiderweb.linux.FileType;
import io.spiderweb.linux.Stat;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;

/**
 * The file that a node id stood for a moment ago, held by a descriptor ({@code O_PATH}): whatever happens to its name now,
 * what is done here is done to this file.
 */
public record Place(long id, Fd fd, Stat stat) implements AutoCloseable {

    public Attr attr() {
        return Attributes.of(id, stat);
    }

    public boolean isDirectory() {
        return stat.type() == FileType.DIRECTORY;
    }

    /** @throws FsException ENOTDIR */
    public void requireDirectory() throws FsException {
        if (!isDirectory()) {
            throw new FsException(Errno.ENOTDIR, "not a directory");
        }
    }

    /**
     * @throws FsException EISDIR for a directory; ENXIO for a FIFO, socket or device, which are never opened: that could wait
     *     for ever, or do something to the machine
     */
    public void requireFile() throws FsException {
        switch (stat.type()) {
            case FILE -> {}
            case DIRECTORY -> throw new FsException(Errno.EISDIR, "is a directory");
            default -> throw new FsException(Errno.ENXIO, "neither a file nor a directory");
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
