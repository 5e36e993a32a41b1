package io.spiderweb.gateway.testing;

import io.spiderweb.gateway.workspace.WorkspaceFiles;
import io.spiderweb.gateway.workspace.WorkspacePath;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A workspace that is a local directory. */
public final class LocalFiles implements WorkspaceFiles {

    private final Path root;
    public final AtomicInteger updates = new AtomicInteger();
    public volatile boolean closed;

    public LocalFiles(Path root) {
        this.root = root;
    }

    @Override
    public List<Entry> list(WorkspacePath path) throws IOException {
        try (Stream<Path> entries = Files.list(at(path))) {
            return entries.map(entry -> new Entry(entry.getFileName().toString(), typeOf(entry)))
                    .toList();
        } catch (NotDirectoryException e) {
            throw new FsException(Errno.ENOTDIR, path + " is not a directory");
        } catch (NoSuchFileException e) {
            throw new FsException(Errno.ENOENT, path + " does not exist");
        }
    }

    @Override
    public Content read(WorkspacePath path, int maxBytes) throws IOException {
        try (var file = Files.newInputStream(at(path))) {
            byte[] bytes = file.readNBytes(maxBytes);
            return new Content(bytes, file.read() >= 0);
        } catch (NoSuchFileException e) {
            throw new FsException(Errno.ENOENT, path + " does not exist");
        }
    }

    @Override
    public void write(WorkspacePath path, byte[] content, boolean append, boolean createParents) throws IOException {
        Path file = at(path);
        try {
            if (createParents) {
                Files.createDirectories(file.getParent());
            }
            Files.write(
                    file,
                    content,
                    StandardOpenOption.CREATE,
                    append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new FsException(Errno.ENOENT, "the directory of " + path + " does not exist");
        }
    }

    @Override
    public void update(WorkspaceStatus status) {
        updates.incrementAndGet();
    }

    @Override
    public void close() {
        closed = true;
    }

    private Path at(WorkspacePath path) {
        return root.resolve(path.text());
    }

    private static Type typeOf(Path entry) {
        if (Files.isSymbolicLink(entry)) {
            return Type.SYMLINK;
        }
        return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) ? Type.DIRECTORY : Type.FILE;
    }
}
