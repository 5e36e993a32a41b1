package io.spiderweb.store.sqlite;

import io.spiderweb.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everybody else away from a database: a lock of the operating system on {@code <database>.lock}, which ends with
 * the process however that ends. The file itself stays.
 */
final class DatabaseLock implements AutoCloseable {
    /**
     * The databases open in this process. The system would not keep us from ourselves, and worse: to close any
     * descriptor of the lock file releases the lock.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DatabaseLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static DatabaseLock acquire(Path file) {
        if (!OPEN.add(file)) {
            throw Failures.inUse(file, null);
        }
        try {
            return new DatabaseLock(file, lock(file));
        } catch (IOException e) {
            OPEN.remove(file);
            throw Failures.failed(file, e);
        } catch (StoreException e) {
            OPEN.remove(file);
            throw e;
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                DatabaseFile.beside(file, ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(DatabaseFile.OWNER_ONLY));
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw Failures.inUse(file, null);
        }
        return channel;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Failures.failed(file, e);
        } finally {
            OPEN.remove(file);
        }
    }
}
