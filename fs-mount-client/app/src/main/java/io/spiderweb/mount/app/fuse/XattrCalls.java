package io.spiderweb.mount.app.fuse;

import io.spiderweb.mount.tree.FileSystem;
import io.spiderweb.mount.tree.Inode;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;

/** Extended attributes of {@code user.}; no others are there, and no node is asked for them. */
final class XattrCalls {

    private static final String NAMESPACE = "user.";

    private final FileSystem files;

    XattrCalls(FileSystem files) {
        this.files = files;
    }

    void set(String path, String name, byte[] value, int flags) throws FsException {
        files.setXattr(inode(path, name), name, value, flags);
    }

    void remove(String path, String name) throws FsException {
        files.removeXattr(inode(path, name), name);
    }

    /** @return the length; with {@code size} 0 nothing is copied */
    int get(String path, String name, Pointer buffer, long size) throws FsException {
        return copy(files.xattr(inode(path, name), name), buffer, size);
    }

    /** As {@link #get}, of the names, each ending with NUL. */
    int list(String path, Pointer buffer, long size) throws FsException {
        StringBuilder names = new StringBuilder();
        files.xattrs(files.resolve(path).inode())
                .forEach(name -> names.append(name).append('\0'));
        return copy(names.toString().getBytes(StandardCharsets.UTF_8), buffer, size);
    }

    // the kernel asks for security.capability before every write, which must not cost a round trip
    private Inode inode(String path, String name) throws FsException {
        if (!name.startsWith(NAMESPACE)) {
            throw new FsException(Errno.EOPNOTSUPP, "only attributes of 'user.' are there");
        }
        return files.resolve(path).inode();
    }

    private static int copy(byte[] value, Pointer buffer, long size) throws FsException {
        if (size > 0) {
            if (value.length > size) {
                throw new FsException(Errno.ERANGE, "the value has " + value.length + " bytes");
            }
            buffer.put(0, value, 0, value.length);
        }
        return value.length;
    }
}
