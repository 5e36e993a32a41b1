package io.spiderweb.mount.app.fuse;

import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.mount.file.OpenFlags;
import io.spiderweb.mount.tree.FileSystem;
import io.spiderweb.mount.tree.Inode;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.Entry;
import io.spiderweb.wire.fs.FsReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import jnr.ffi.Pointer;
import jnr.ffi.types.gid_t;
import jnr.ffi.types.mode_t;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.uid_t;
import org.jboss.logging.Logger;
import ru.serce.jnrfuse.FuseFillDir;
import ru.serce.jnrfuse.FuseStubFS;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.FuseFileInfo;
import ru.serce.jnrfuse.struct.Statvfs;
import ru.serce.jnrfuse.struct.Timespec;

/** The callbacks of libfuse 2, which name files by path, on the tree. What is not overridden is answered ENOSYS. */
final class FuseTree extends FuseStubFS {

    private static final Logger LOG = Logger.getLogger(FuseTree.class);

    private static final int SET_ID = 06000;
    private static final int OWNER_EXECUTES = 0100;

    /** An owner that shall stay as it is. */
    private static final long UNCHANGED = 0xFFFF_FFFFL;

    private final FileSystem files;
    private final OperationObserver observer;
    private final CountDownLatch kernelReady = new CountDownLatch(1);
    private final HandleTable handles = new HandleTable();

    FuseTree(FileSystem files, OperationObserver observer) {
        this.files = files;
        this.observer = observer;
    }

    /** Open when the kernel has accepted the mount. */
    CountDownLatch isMounted() {
        return kernelReady;
    }

    HandleTable handles() {
        return handles;
    }

    /** Mounts, and returns when it is unmounted. */
    void serve(Path mountPoint, FuseOptions options) {
        try {
            mount(mountPoint, true, false, options.arguments());
        } finally {
            // so that the exit hook of the library does not unmount what is not its own any more
            mounted.set(false);
        }
    }

    @Override
    public Pointer init(Pointer connection) {
        kernelReady.countDown();
        return connection;
    }

    @Override
    public int getattr(String path, FileStat stat) {
        return run("getattr", path, () -> {
            var found = files.resolve(path);
            Stats.fill(stat, found.inode().number(), found.attr());
            return 0;
        });
    }

    @Override
    public int readdir(String path, Pointer buffer, FuseFillDir filler, @off_t long offset, FuseFileInfo info) {
        return run("readdir", path, () -> {
            Inode directory = files.resolve(path).inode();
            FileStat stat = new FileStat(jnr.ffi.Runtime.getSystemRuntime());
            filler.apply(buffer, ".", null, 0);
            filler.apply(buffer, "..", null, 0);
            for (Entry entry : files.list(directory)) {
                Stats.fill(stat, FileSystem.number(directory, entry), entry.attr());
                if (filler.apply(buffer, entry.name(), stat, 0) != 0) {
                    return -Errno.ENOMEM.number();
                }
            }
            return 0;
        });
    }

    @Override
    public int open(String path, FuseFileInfo info) {
        return run("open", path, () -> {
            info.fh.set(handles.add(files.open(files.resolve(path).inode(), info.flags.get())));
            return 0;
        });
    }

    @Override
    public int create(String path, @mode_t long mode, FuseFileInfo info) {
        return run("create", path, () -> {
            int flags = info.flags.get() | OpenFlags.CREATE;
            info.fh.set(handles.add(files.create(parent(path), name(path), (int) mode, flags)));
            return 0;
        });
    }

    @Override
    public int read(String path, Pointer buffer, @size_t long size, @off_t long offset, FuseFileInfo info) {
        return run("read", path, () -> {
            byte[] data = handles.get(info.fh.get()).read(offset, (int) size);
            buffer.put(0, data, 0, data.length);
            return data.length;
        });
    }

    @Override
    public int write(String path, Pointer buffer, @size_t long size, @off_t long offset, FuseFileInfo info) {
        return run("write", path, () -> {
            byte[] data = new byte[(int) size];
            buffer.get(0, data, 0, data.length);
            handles.get(info.fh.get()).write(offset, data);
            return data.length;
        });
    }

    @Override
    public int flush(String path, FuseFileInfo info) {
        return run("flush", path, () -> {
            handles.get(info.fh.get()).flush();
            return 0;
        });
    }

    @Override
    public int fsync(String path, int onlyData, FuseFileInfo info) {
        return flush(path, info);
    }

    @Override
    public int release(String path, FuseFileInfo info) {
        return run("release", path, () -> {
            handles.remove(info.fh.get()).close();
            return 0;
        });
    }

    @Override
    public int truncate(String path, @off_t long size) {
        return run("truncate", path, () -> {
            files.truncate(files.resolve(path).inode(), size);
            return 0;
        });
    }

    @Override
    public int ftruncate(String path, @off_t long size, FuseFileInfo info) {
        return run("ftruncate", path, () -> {
            handles.get(info.fh.get()).truncate(size);
            return 0;
        });
    }

    @Override
    public int mkdir(String path, @mode_t long mode) {
        return run("mkdir", path, () -> {
            files.mkdir(parent(path), name(path));
            return 0;
        });
    }

    @Override
    public int unlink(String path) {
        return run("unlink", path, () -> {
            files.unlink(parent(path), name(path));
            return 0;
        });
    }

    @Override
    public int rmdir(String path) {
        return run("rmdir", path, () -> {
            files.rmdir(parent(path), name(path));
            return 0;
        });
    }

    @Override
    public int rename(String from, String to) {
        return run("rename", from, () -> {
            files.rename(parent(from), name(from), parent(to), name(to));
            return 0;
        });
    }

    @Override
    public int statfs(String path, Statvfs stat) {
        return run("statfs", path, () -> {
            FsReply.Statfs space = files.statfs(files.resolve(path).inode());
            Stats.fill(stat, space);
            return 0;
        });
    }

    @Override
    public int symlink(String target, String path) {
        return -Errno.EPERM.number();
    }

    @Override
    public int link(String from, String to) {
        return -Errno.EPERM.number();
    }

    /** See {@link Limitation#CHMOD}. */
    @Override
    public int chmod(String path, @mode_t long mode) {
        return run("chmod", path, () -> {
            boolean meansMore = ((attributes(path).mode() ^ mode) & (SET_ID | OWNER_EXECUTES)) != 0;
            return meansMore ? -Errno.EOPNOTSUPP.number() : 0;
        });
    }

    /** See {@link Limitation#CHOWN}. */
    @Override
    public int chown(String path, @uid_t long uid, @gid_t long gid) {
        return run("chown", path, () -> {
            Attr attr = attributes(path);
            return keeps(uid, attr.uid()) && keeps(gid, attr.gid()) ? 0 : -Errno.EPERM.number();
        });
    }

    /** See {@link Limitation#TIMES}. */
    @Override
    public int utimens(String path, Timespec[] times) {
        return run("utimens", path, () -> {
            files.resolve(path);
            return 0;
        });
    }

    private Attr attributes(String path) throws FsException {
        return files.resolve(path).attr();
    }

    private Inode parent(String path) throws FsException {
        int slash = path.lastIndexOf('/');
        return files.resolve(slash <= 0 ? "/" : path.substring(0, slash)).inode();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean keeps(long wanted, long owner) {
        return (wanted & UNCHANGED) == UNCHANGED || (wanted & UNCHANGED) == owner;
    }

    @FunctionalInterface
    private interface Operation {
        int run() throws FsException;
    }

    // an exception must never reach the C code that called
    private int run(String name, String path, Operation operation) {
        long start = System.nanoTime();
        Errno error = null;
        try {
            return operation.run();
        } catch (FsException e) {
            LOG.debugf("%s %s: %s", name, path, e.getMessage());
            error = e.errno();
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "%s of %s failed", name, path);
            error = Errno.EIO;
        } finally {
            observer.done(name, error, Duration.ofNanos(System.nanoTime() - start));
        }
        return -error.number();
    }

    /** Waits for what was written to every open file. */
    void flushAll() {
        for (OpenFile file : handles.all()) {
            try {
                file.flush();
            } catch (FsException e) {
                LOG.warnf("Writes were lost: %s", e.getMessage());
            }
        }
    }
}
