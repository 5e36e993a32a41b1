package io.spiderweb.mount.tree;

import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.mount.file.OpenFlags;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.FsProtocol;
import java.util.UUID;

/**
 * A rename between endpoints ({@code spec mount 3.9}): the file is copied beside its target, takes the target's name in one step, and
 * only then leaves its old place. Times, owner and extended attributes are not carried over.
 */
final class CrossEndpointMove {

    private final FileSystem files;

    CrossEndpointMove(FileSystem files) {
        this.files = files;
    }

    void move(Inode.Remote from, String oldName, Inode.Remote to, String newName) throws FsException {
        Found source = files.lookup(from, oldName);
        if (source.attr().kind() != Attr.FILE) {
            throw new FsException(
                    Errno.EXDEV, source.inode().path() + " is not a file, and only files move to another node");
        }
        String temporary = ".spiderweb-xmv-" + UUID.randomUUID() + ".tmp";
        try {
            copy(source, to, temporary);
            files.rename(to, temporary, to, newName);
        } catch (FsException e) {
            discard(to, temporary);
            throw e;
        }
        // should this fail the file is in both places, which loses nothing
        files.unlink(from, oldName);
    }

    private void copy(Found source, Inode.Remote to, String name) throws FsException {
        try (OpenFile in = files.open(source.inode(), OpenFlags.READ_ONLY);
                OpenFile out = files.create(
                        to,
                        name,
                        source.attr().mode(),
                        OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE)) {
            long offset = 0;
            for (byte[] part = in.read(offset, FsProtocol.MAX_IO);
                    part.length > 0;
                    part = in.read(offset, FsProtocol.MAX_IO)) {
                out.write(offset, part);
                offset += part.length;
            }
            out.flush();
        }
    }

    private void discard(Inode.Remote directory, String name) {
        try {
            files.unlink(directory, name);
        } catch (FsException e) {
            // it was not made, or its node is away: the first error says so
        }
    }
}
