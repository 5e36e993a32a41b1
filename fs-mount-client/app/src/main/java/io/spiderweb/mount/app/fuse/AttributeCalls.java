package io.spiderweb.mount.app.fuse;

import io.spiderweb.mount.tree.FileSystem;
import io.spiderweb.mount.tree.Found;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.FsRequest;
import io.spiderweb.wire.fs.NewTime;
import org.jspecify.annotations.Nullable;
import ru.serce.jnrfuse.struct.Timespec;

/** chmod, chown and utimens: done by nodes with {@code posix-1}; what becomes of them on others is a {@link Limitation}. */
final class AttributeCalls {

    private static final int SET_ID = 06000;
    private static final int OWNER_EXECUTES = 0100;

    /** An owner that shall stay as it is. */
    private static final long UNCHANGED = 0xFFFF_FFFFL;

    /** Of {@code tv_nsec}, see utimensat(2). */
    private static final long UTIME_NOW = 0x3fff_ffff;

    private static final long UTIME_OMIT = 0x3fff_fffe;

    private final FileSystem files;

    AttributeCalls(FileSystem files) {
        this.files = files;
    }

    /** See {@link Limitation#CHMOD}. */
    void chmod(String path, long mode) throws FsException {
        Found found = files.resolve(path);
        if (files.isPosix(found.inode())) {
            files.setAttributes(found.inode(), id -> new FsRequest.Setattr(id, mode, null, null, null, null));
        } else if (((found.attr().mode() ^ mode) & (SET_ID | OWNER_EXECUTES)) != 0) {
            throw new FsException(Errno.EOPNOTSUPP, "its node changes no modes");
        }
    }

    /** See {@link Limitation#CHOWN}. */
    void chown(String path, long uid, long gid) throws FsException {
        Found found = files.resolve(path);
        Attr attr = found.attr();
        if (keeps(uid, attr.uid()) && keeps(gid, attr.gid())) {
            return;
        }
        if (!files.isPosix(found.inode())) {
            throw new FsException(Errno.EPERM, "its node changes no owners");
        }
        files.setAttributes(found.inode(), id -> new FsRequest.Setattr(id, null, owner(uid), owner(gid), null, null));
    }

    /** See {@link Limitation#TIMES}. */
    void utimens(String path, Timespec accessed, Timespec modified) throws FsException {
        Found found = files.resolve(path);
        if (files.isPosix(found.inode())) {
            NewTime at = time(accessed);
            NewTime mt = time(modified);
            files.setAttributes(found.inode(), id -> new FsRequest.Setattr(id, null, null, null, at, mt));
        }
    }

    private static boolean keeps(long wanted, long owner) {
        return (wanted & UNCHANGED) == UNCHANGED || (wanted & UNCHANGED) == owner;
    }

    private static @Nullable Long owner(long wanted) {
        return (wanted & UNCHANGED) == UNCHANGED ? null : Long.valueOf(wanted & UNCHANGED);
    }

    private static @Nullable NewTime time(Timespec time) {
        long nanos = time.tv_nsec.longValue();
        if (nanos == UTIME_OMIT) {
            return null;
        }
        return nanos == UTIME_NOW
                ? new NewTime.Now()
                : new NewTime.At(time.tv_sec.longValue() * 1_000_000_000L + nanos);
    }
}
