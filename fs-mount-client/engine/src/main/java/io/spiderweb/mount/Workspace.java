package io.spiderweb.mount;

import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.mount.file.OpenFlags;
import io.spiderweb.mount.tree.FileSystem;
import io.spiderweb.mount.tree.Found;
import io.spiderweb.mount.tree.MountStatus;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.Entry;
import io.spiderweb.wire.fs.FsReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The tree by absolute paths: what a command line or a tool needs. An operation fails with the errno of the reason and a message
 * that names the path.
 */
public final class Workspace implements AutoCloseable {

    private static final int CREATE_MODE = 0100644;
    private static final int DIRECTORY_MODE = 0755;
    private static final int CHUNK = 1 << 20;

    /** What happens to what is in the file already. */
    public enum WriteMode {
        REPLACE,
        APPEND
    }

    private final FileSystem files;

    private Workspace(FileSystem files) {
        this.files = files;
    }

    public static Workspace open(WsClient client, MountOptions options, List<EndpointSpec> endpoints) {
        FileSystem files = new FileSystem(client, options);
        files.updateEndpoints(endpoints);
        return new Workspace(files);
    }

    /** See {@link FileSystem#updateEndpoints}. */
    public void updateEndpoints(List<EndpointSpec> endpoints) {
        files.updateEndpoints(endpoints);
    }

    /** The same tree by inodes. */
    public FileSystem files() {
        return files;
    }

    public Attr stat(String path) throws FsException {
        return naming(path, () -> files.resolve(path).attr());
    }

    /** All entries with their attributes, without {@code .} and {@code ..}. */
    public List<Entry> list(String path) throws FsException {
        return naming(path, () -> files.list(files.resolve(path).inode()));
    }

    /** One page of a directory, as its node sends it. */
    public FsReply.Listing page(String path, long cookie, long max) throws FsException {
        return naming(path, () -> files.page(files.resolve(path).inode(), cookie, max));
    }

    /** Opens a file for reading; the stream reads 1 MiB at a time. */
    public InputStream read(String path) throws FsException {
        return naming(path, () -> new FileInput(files.open(files.resolve(path).inode(), OpenFlags.READ_ONLY)));
    }

    /** The first bytes of a file, {@code max} at most. */
    public byte[] read(String path, int max) throws FsException {
        try (InputStream in = read(path)) {
            return in.readNBytes(max);
        } catch (FsException e) {
            throw e;
        } catch (IOException e) {
            throw new FsException(Errno.EIO, path + ": " + e.getMessage());
        }
    }

    /**
     * Writes a file and makes sure that the node has all of it.
     *
     * @param createParents whether missing directories are made
     */
    public void write(String path, byte[] content, WriteMode mode, boolean createParents) throws FsException {
        try {
            write(path, new ByteArrayInputStream(content), mode, createParents);
        } catch (FsException e) {
            throw e;
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
    }

    /** @throws IOException also, if the content cannot be read */
    public void write(String path, InputStream content, WriteMode mode, boolean createParents) throws IOException {
        if (createParents) {
            mkdirs(parent(path));
        }
        int flags = OpenFlags.WRITE_ONLY
                | OpenFlags.CREATE
                | (mode == WriteMode.APPEND ? OpenFlags.APPEND : OpenFlags.TRUNCATE);
        try (OpenFile file = naming(path, () -> openOrCreate(path, flags))) {
            long offset = 0;
            for (byte[] part = content.readNBytes(CHUNK); part.length > 0; part = content.readNBytes(CHUNK)) {
                file.write(offset, part);
                offset += part.length;
            }
            file.flush();
        }
    }

    public void mkdir(String path) throws FsException {
        naming(path, () -> {
            files.mkdir(files.resolve(parent(path)).inode(), name(path), DIRECTORY_MODE);
            return path;
        });
    }

    /** Makes a directory and those above it; one that is there already is fine. */
    public void mkdirs(String path) throws FsException {
        try {
            if (!stat(path).isDirectory()) {
                throw new FsException(Errno.ENOTDIR, path + " is not a directory");
            }
        } catch (FsException e) {
            if (e.errno() != Errno.ENOENT || path.equals("/")) {
                throw e;
            }
            mkdirs(parent(path));
            mkdirUnlessThere(path);
        }
    }

    public void unlink(String path) throws FsException {
        naming(path, () -> {
            files.unlink(files.resolve(parent(path)).inode(), name(path));
            return path;
        });
    }

    public void rmdir(String path) throws FsException {
        naming(path, () -> {
            files.rmdir(files.resolve(parent(path)).inode(), name(path));
            return path;
        });
    }

    /** Renames, replacing a file that is there; a file may move to another node. */
    public void rename(String from, String to) throws FsException {
        naming(from + " to " + to, () -> {
            files.rename(
                    files.resolve(parent(from)).inode(),
                    name(from),
                    files.resolve(parent(to)).inode(),
                    name(to));
            return to;
        });
    }

    public void truncate(String path, long size) throws FsException {
        naming(path, () -> {
            files.truncate(files.resolve(path).inode(), size);
            return path;
        });
    }

    public MountStatus status() {
        return files.status();
    }

    @Override
    public void close() {
        files.close();
    }

    private OpenFile openOrCreate(String path, int flags) throws FsException {
        try {
            Found found = files.resolve(path);
            return files.open(found.inode(), flags);
        } catch (FsException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            return files.create(files.resolve(parent(path)).inode(), name(path), CREATE_MODE, flags);
        }
    }

    private void mkdirUnlessThere(String path) throws FsException {
        try {
            mkdir(path);
        } catch (FsException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    private static String parent(String path) throws FsException {
        int slash = trimmed(path).lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private static String name(String path) throws FsException {
        String trimmed = trimmed(path);
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static String trimmed(String path) throws FsException {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        if (!path.startsWith("/") || end == 0) {
            throw new FsException(
                    Errno.EINVAL, "'" + path + "' does not name anything in a directory: give an absolute path");
        }
        return path.substring(0, end);
    }

    @FunctionalInterface
    private interface Operation<T> {
        T run() throws FsException;
    }

    // what a node says does not name the path, since the node knows only ids
    private static <T> T naming(String path, Operation<T> operation) throws FsException {
        try {
            return operation.run();
        } catch (FsException e) {
            String message = String.valueOf(e.getMessage());
            throw message.contains(path) ? e : new FsException(e.errno(), path + ": " + message);
        }
    }
}
