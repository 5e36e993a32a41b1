package io.spiderweb.mount.app.fuse;

import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The open files of a mount, by the numbers that the kernel knows them by. */
final class HandleTable {

    private static final int MAX_FILES = 65_536;

    private final Map<Long, OpenFile> files = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    long add(OpenFile file) throws FsException {
        if (files.size() >= MAX_FILES) {
            file.close();
            throw new FsException(Errno.ENFILE, MAX_FILES + " files are open already");
        }
        long handle = last.incrementAndGet();
        files.put(handle, file);
        return handle;
    }

    OpenFile get(long handle) throws FsException {
        OpenFile file = files.get(handle);
        if (file == null) {
            throw new FsException(Errno.EBADF, "no open file has the number " + handle);
        }
        return file;
    }

    OpenFile remove(long handle) throws FsException {
        OpenFile file = get(handle);
        files.remove(handle);
        return file;
    }

    /** What is open now. */
    List<OpenFile> all() {
        return List.copyOf(files.values());
    }

    int size() {
        return files.size();
    }
}
