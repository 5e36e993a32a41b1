package io.spiderweb.node.app.pairing;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a node keeps its identity (spec fs-node 10.3): for its owner alone, replaced as a whole, and locked while a node uses
 * it. A file that cannot be read is never overwritten.
 */
public final class StateFile implements AutoCloseable {

    private static final int MAX_BYTES = 1 << 20;
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;
    private final FileChannel lock;

    private StateFile(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws StartupException where another node has this identity, or the directory cannot be used */
    public static StateFile open(Path file) {
        Path path = file.toAbsolutePath();
        try {
            Files.createDirectories(path.getParent(), OWNER_DIRECTORY);
            FileChannel lock = FileChannel.open(
                    path.resolveSibling(path.getFileName() + ".lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    OWNER_FILE);
            if (!isLocked(lock)) {
                lock.close();
                throw new StartupException("another node runs with the state file " + path
                        + ": stop it, or give this one a --node-name or --state-file of its own");
            }
            return new StateFile(path, lock);
        } catch (IOException e) {
            throw new StartupException("cannot use the state file " + path + ": " + e, e);
        }
    }

    /** @throws StartupException where there is a file that is no state */
    public NodeState load() {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw unreadable("it has more than " + MAX_BYTES + " bytes", null);
            }
            return Json.read(Json.parseObject(Files.readString(path)), NodeState.class);
        } catch (NoSuchFileException e) {
            return NodeState.EMPTY;
        } catch (IOException e) {
            throw unreadable(e.toString(), e);
        } catch (InvalidJsonException e) {
            throw unreadable("it is not what a node writes", e);
        }
    }

    /** When this returns, it would survive a power cut. */
    public void save(NodeState state) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_FILE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(Json.write(state));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(path.getParent())) {
            directory.force(true);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    // the lock lives as long as its channel
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private StartupException unreadable(String why, @Nullable Exception cause) {
        String message = "cannot read the state file " + path + ": " + why
                + "; it was left as it is: repair it, or move it away and join anew";
        return cause == null ? new StartupException(message) : new StartupException(message, cause);
    }
}
