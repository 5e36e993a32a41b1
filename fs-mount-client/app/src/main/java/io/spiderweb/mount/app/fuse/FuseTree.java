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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import jnr.ffi.Pointer;
import jnr.ffi.Struct;
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

    private static final int X_OK = 1;
    private static final int ANYBODY_EXECUTES = 0111;

    /**
     * A bit of {@code struct fuse_operations} behind its first 38 functions, which jnr-fuse does not set: utimens can leave a time as it
     * is, or set it to the node's now.
     */
    private static final byte UTIME_OMIT_OK = 4;

    private static final long FLAGS = 38 * Long.BYTES;

    private final FileSystem files;
    private final AttributeCalls attributes;
    private final XattrCalls xattrs;
    private final OperationObserver observer;
    private final CountDownLatch kernelReady = new CountDownLatch(1);
    private final HandleTable handles = new HandleTable();

    FuseTree(FileSystem files, OperationObserver observer) {
        this.files = files;
        this.attributes = new AttributeCalls(files);
        this.xattrs = new XattrCalls(files);
        this.observer = observer;
        Struct.getMemory(fuseOperations).putByte(FLAGS, UTIME_OMIT_OK);
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
            info.fh.set(handles.add(files.create(parent(path), newName(path), (int) mode, flags)));
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
        return run("fsync", path, () -> {
            handles.get(info.fh.get()).sync(onlyData != 0);
            return 0;
        });
    }

    @Override
    public int fsyncdir(String path, FuseFileInfo info) {
        return run("fsyncdir", path, () -> {
            files.syncDirectory(files.resolve(path).inode());
            return 0;
        });
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
            files.mkdir(parent(path), newName(path), (int) mode);
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
            files.rename(parent(from), name(from), parent(to), newName(to));
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
        return run("symlink", path, () -> {
            files.symlink(parent(path), newName(path), encodable(target));
            return 0;
        });
    }

    @Override
    public int readlink(String path, Pointer buffer, @size_t long size) {
        return run("readlink", path, () -> {
            byte[] target = files.readLink(files.resolve(path).inode()).getBytes(StandardCharsets.UTF_8);
            if (target.length >= size) {
                throw new FsException(Errno.ENAMETOOLONG, "the link says more than a path can have");
            }
            buffer.put(0, target, 0, target.length);
            buffer.putByte(target.length, (byte) 0);
            return 0;
        });
    }

    @Override
    public int link(String from, String to) {
        return run("link", from, () -> {
            files.link(files.resolve(from).inode(), parent(to), newName(to));
            return 0;
        });
    }

    /** Nodes decide when something is done; only what the kernel does by itself, running a program, is answered here. */
    @Override
    public int access(String path, int mask) {
        return run("access", path, () -> {
            Attr attr = files.resolve(path).attr();
            boolean runs = attr.isDirectory() || (attr.mode() & ANYBODY_EXECUTES) != 0;
            return (mask & X_OK) == 0 || runs ? 0 : -Errno.EACCES.number();
        });
    }

    @Override
    public int chmod(String path, @mode_t long mode) {
        return run("chmod", path, () -> {
            attributes.chmod(path, mode);
            return 0;
        });
    }

    @Override
    public int chown(String path, @uid_t long uid, @gid_t long gid) {
        return run("chown", path, () -> {
            attributes.chown(path, uid, gid);
            return 0;
        });
    }

    @Override
    public int utimens(String path, Timespec[] times) {
        return run("utimens", path, () -> {
            attributes.utimens(path, times[0], times[1]);
            return 0;
        });
    }

    @Override
    public int setxattr(String path, String name, Pointer value, @size_t long size, int flags) {
        return run("setxattr", path, () -> {
            byte[] copy = new byte[(int) size];
            value.get(0, copy, 0, copy.length);
            xattrs.set(path, name, copy, flags);
            return 0;
        });
    }

    @Override
    public int getxattr(String path, String name, Pointer value, @size_t long size) {
        return run("getxattr", path, () -> xattrs.get(path, name, value, size));
    }

    @Override
    public int listxattr(String path, Pointer list, @size_t long size) {
        return run("listxattr", path, () -> xattrs.list(path, list, size));
    }

    @Override
    public int removexattr(String path, String name) {
        return run("removexattr", path, () -> {
            xattrs.remove(path, name);
            return 0;
        });
    }

    private Inode parent(String path) throws FsException {
        int slash = path.lastIndexOf('/');
        return files.resolve(slash <= 0 ? "/" : path.substring(0, slash)).inode();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String newName(String path) throws FsException {
        return encodable(name(path));
    }

    /** Text arrives decoded: what was no UTF-8 is lost by then, and must not become another name. */
    private static String encodable(String text) throws FsException {
        if (text.indexOf('\uFFFD') >= 0) {
            throw new FsException(Errno.EILSEQ, "'" + text + "' is no UTF-8: use the name that listings show");
        }
        return text;
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
            // to the kernel ENOSYS means to ask no node ever again
            error = e.errno() == Errno.ENOSYS ? Errno.EOPNOTSUPP : e.errno();
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
