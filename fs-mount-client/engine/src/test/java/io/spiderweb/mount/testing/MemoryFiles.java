package io.spiderweb.mount.testing;

import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.Entry;
import io.spiderweb.wire.fs.Export;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files in memory, with the operations, ids and errors of {@code spec fs-node 5, 6}. Used by one thread at a time. */
final class MemoryFiles {

    static final long ROOT = (1L << 48) | 2;

    private static final class File {
        final long id;
        final boolean directory;
        final Map<String, File> children = new LinkedHashMap<>();
        byte[] content = {};

        @Nullable String target;

        int permissions;
        long links = 1;
        long changes;

        File(long id, boolean directory) {
            this.id = id;
            this.directory = directory;
            this.permissions = directory ? 0755 : 0644;
        }
    }

    private final File root = new File(ROOT, true);
    private final Map<Long, File> byId = new HashMap<>(Map.of(ROOT, root));
    private final Set<Long> knownIds = new HashSet<>(Set.of(ROOT));
    private final Map<Long, Open> handles = new HashMap<>();
    private long lastId = 100;
    private long lastHandle;

    private record Open(File file, boolean append) {}

    /** A new process knows neither ids nor handles of the old one. */
    void restart() {
        forgetIds();
        forgetHandles();
    }

    void forgetIds() {
        knownIds.clear();
        knownIds.add(ROOT);
    }

    void forgetHandles() {
        handles.clear();
    }

    int openHandles() {
        return handles.size();
    }

    void put(String path, byte[] content) {
        File file = make(path, false);
        file.content = content;
        file.changes++;
    }

    /** Removes a file from the root directory. */
    void forget(String path) {
        root.children.remove(path.substring(1));
    }

    void putDirectory(String path) {
        make(path, true);
    }

    byte[] content(String path) {
        return find(path).orElseThrow().content;
    }

    boolean exists(String path) {
        return find(path).isPresent();
    }

    long id(String path) {
        return find(path).orElseThrow().id;
    }

    FsReply answer(FsRequest request, boolean readOnly) throws FsException {
        return switch (request) {
            case FsRequest.Exports exports ->
                new FsReply.Exports(List.of(new Export(
                        "work",
                        ROOT,
                        readOnly,
                        "memory",
                        "linux",
                        "linux:work",
                        new Export.Caps(true, true, false, false, false, true))));
            case FsRequest.Lookup lookup -> new FsReply.Attributes(known(child(lookup.node(), lookup.name())));
            case FsRequest.Getattr getattr -> new FsReply.Attributes(attr(file(getattr.node())));
            case FsRequest.Readdirp page -> list(page);
            case FsRequest.Open open -> {
                long handle = open(file(open.node()), open.flags());
                yield new FsReply.Opened(handle, new FsReply.OpenCaps(true, (open.flags() & 3) != 0), 1);
            }
            case FsRequest.Create create -> create(create);
            case FsRequest.Read read -> read(read);
            case FsRequest.Write write -> write(write);
            case FsRequest.Close close -> {
                handle(close.h());
                handles.remove(close.h());
                yield new FsReply.Done();
            }
            case FsRequest.Truncate truncate -> {
                File file = file(truncate.node());
                file.content = Arrays.copyOf(file.content, (int) truncate.size());
                file.changes++;
                yield new FsReply.Done();
            }
            case FsRequest.Mkdir mkdir -> {
                add(mkdir.node(), mkdir.name(), true).permissions = (int) mkdir.mode();
                yield new FsReply.Done();
            }
            case FsRequest.Unlink unlink -> remove(unlink.node(), unlink.name(), false);
            case FsRequest.Rmdir rmdir -> remove(rmdir.node(), rmdir.name(), true);
            case FsRequest.Rename rename -> {
                File moved = child(rename.oldParent(), rename.oldName());
                file(rename.oldParent()).children.remove(rename.oldName());
                file(rename.newParent()).children.put(rename.newName(), moved);
                yield new FsReply.Done();
            }
            case FsRequest.Statfs statfs -> new FsReply.Statfs(4096, 4096, 1000, 500, 400, 100, 50, 50, 255);
            case FsRequest.Symlink symlink -> {
                add(symlink.node(), symlink.name(), false).target = symlink.target();
                yield new FsReply.Done();
            }
            case FsRequest.Readlink(long node) -> new FsReply.Target(Objects.requireNonNull(file(node).target));
            case FsRequest.Link link -> {
                File file = file(link.node());
                file.links++;
                file(link.parent()).children.put(link.name(), file);
                yield new FsReply.Attributes(attr(file));
            }
            case FsRequest.Setattr setattr -> {
                File file = file(setattr.node());
                file.permissions = setattr.mode() == null
                        ? file.permissions
                        : setattr.mode().intValue();
                yield new FsReply.Attributes(attr(file));
            }
            case FsRequest.Fsync(long h, boolean dataOnly) -> {
                handle(h);
                yield new FsReply.Done();
            }
            case FsRequest.Fsyncdir(long node) -> {
                file(node);
                yield new FsReply.Done();
            }
            case FsRequest.Lock lock -> throw new FsException(Errno.EAGAIN, "somebody else has the lock");
            case FsRequest.Setxattr xattr -> throw new FsException(Errno.EOPNOTSUPP, "no extended attributes");
            case FsRequest.Getxattr xattr -> throw new FsException(Errno.EOPNOTSUPP, "no extended attributes");
            case FsRequest.Listxattr xattr -> throw new FsException(Errno.EOPNOTSUPP, "no extended attributes");
            case FsRequest.Removexattr xattr -> throw new FsException(Errno.EOPNOTSUPP, "no extended attributes");
            case FsRequest.Hello hello -> throw new IllegalArgumentException("not a file operation");
        };
    }

    private FsReply list(FsRequest.Readdirp page) throws FsException {
        File directory = file(page.node());
        if (!directory.directory) {
            throw new FsException(Errno.ENOTDIR, "not a directory");
        }
        List<Entry> all = new ArrayList<>();
        all.add(new Entry(".", attr(directory)));
        all.add(new Entry("..", attr(directory)));
        directory.children.forEach((name, child) -> all.add(new Entry(name, known(child))));
        int from = (int) Math.min(page.cookie(), all.size());
        int to = (int) Math.min(from + page.max(), all.size());
        return FsReply.Listing.page(all.subList(from, to), to, to == all.size(), 1);
    }

    private FsReply create(FsRequest.Create create) throws FsException {
        File file = add(create.node(), create.name(), false);
        return new FsReply.Created(known(file), open(file, create.flags()));
    }

    private FsReply read(FsRequest.Read read) throws FsException {
        byte[] content = handle(read.h()).file.content;
        int from = (int) Math.min(read.offset(), content.length);
        int to = (int) Math.min(from + Math.min(read.length(), 1 << 20), content.length);
        return new FsReply.Data(Arrays.copyOfRange(content, from, to), to == content.length);
    }

    private FsReply write(FsRequest.Write write) throws FsException {
        Open open = handle(write.h());
        File file = open.file;
        int at = open.append ? file.content.length : (int) write.offset();
        int end = at + write.data().length;
        file.content = Arrays.copyOf(file.content, Math.max(file.content.length, end));
        System.arraycopy(write.data(), 0, file.content, at, write.data().length);
        file.changes++;
        return new FsReply.Written(write.data().length);
    }

    private FsReply remove(long parent, String name, boolean directory) throws FsException {
        File child = child(parent, name);
        if (child.directory != directory) {
            throw new FsException(directory ? Errno.ENOTDIR : Errno.EISDIR, "wrong kind");
        }
        if (!child.children.isEmpty()) {
            throw new FsException(Errno.ENOTEMPTY, "not empty");
        }
        file(parent).children.remove(name);
        return new FsReply.Done();
    }

    private long open(File file, long flags) {
        handles.put(++lastHandle, new Open(file, (flags & 0x400) != 0));
        return lastHandle;
    }

    private Open handle(long h) throws FsException {
        Open open = handles.get(h);
        if (open == null) {
            throw new FsException(Errno.EBADF, "unknown handle");
        }
        return open;
    }

    private File add(long parent, String name, boolean directory) throws FsException {
        File file = file(parent);
        if (file.children.containsKey(name)) {
            throw new FsException(Errno.EEXIST, "it exists");
        }
        File child = new File((1L << 48) | ++lastId, directory);
        byId.put(child.id, child);
        file.children.put(name, child);
        return child;
    }

    private File file(long id) throws FsException {
        File file = knownIds.contains(id) ? byId.get(id) : null;
        if (file == null) {
            throw new FsException(Errno.ENOENT, "unknown id");
        }
        return file;
    }

    private File child(long parent, String name) throws FsException {
        File child = file(parent).children.get(name);
        if (child == null) {
            throw new FsException(Errno.ENOENT, "no such file");
        }
        return child;
    }

    private Attr known(File file) {
        knownIds.add(file.id);
        return attr(file);
    }

    private static Attr attr(File file) {
        int kind = file.directory ? Attr.DIRECTORY : file.target == null ? Attr.FILE : Attr.SYMLINK;
        int type = file.directory ? 0040000 : file.target == null ? 0100000 : 0120000;
        long size = file.target == null ? file.content.length : file.target.length();
        return new Attr(
                file.id,
                kind,
                type | file.permissions,
                file.links,
                0,
                0,
                size,
                0,
                file.changes,
                file.changes,
                file.changes);
    }

    private Optional<File> find(String path) {
        Optional<File> file = Optional.of(root);
        for (String name : path.substring(1).split("/", -1)) {
            file = file.map(parent -> parent.children.get(name));
        }
        return file;
    }

    private File make(String path, boolean directory) {
        File parent = root;
        String[] names = path.substring(1).split("/", -1);
        for (int i = 0; i < names.length; i++) {
            boolean isDirectory = directory || i < names.length - 1;
            parent = parent.children.computeIfAbsent(names[i], name -> {
                File file = new File((1L << 48) | ++lastId, isDirectory);
                byId.put(file.id, file);
                return file;
            });
        }
        return parent;
    }
}
