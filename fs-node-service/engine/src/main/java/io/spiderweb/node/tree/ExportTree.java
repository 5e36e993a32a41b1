package io.spiderweb.node.tree;

import static io.spiderweb.linux.OpenFlags.O_NOFOLLOW;
import static io.spiderweb.linux.OpenFlags.O_PATH;
import static io.spiderweb.linux.Resolve.RESOLVE_BENEATH;
import static io.spiderweb.linux.Resolve.RESOLVE_NO_MAGICLINKS;
import static io.spiderweb.linux.Resolve.RESOLVE_NO_SYMLINKS;

import io.spiderweb.linux.Directories;
import io.spiderweb.linux.Errnos;
import io.spiderweb.linux.Fd;
import io.spiderweb.linux.FileName;
import io.spiderweb.linux.FileType;
import io.spiderweb.linux.LinuxException;
import io.spiderweb.linux.Open;
import io.spiderweb.linux.Stat;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.EscapedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files beneath the root of one export. Everything starts at the root's descriptor and the kernel itself refuses to
 * leave it ({@code RESOLVE_BENEATH}); no check here is one of strings. A known id is opened without following any link, and
 * counts only if what is found is the same file as before: a name that was reused, or swapped for a link, is ENOENT.
 */
public final class ExportTree implements AutoCloseable {

    /** Told before a directory is read, so that no change after that goes unnoticed. */
    @FunctionalInterface
    public interface Watch {
        void watch(long directory, Fd fd);
    }

    private final Fd root;
    private final NodeTable table;
    private final Watch watch;

    private ExportTree(Fd root, NodeTable table, Watch watch) {
        this.root = root;
        this.table = table;
        this.watch = watch;
    }

    /**
     * @param export number of the export, from 0
     * @param limit how many files clients may know at once
     */
    public static ExportTree open(int export, Path directory, int limit, Watch watch) throws LinuxException {
        Fd root = Open.root(directory);
        try {
            NodeTable table = new NodeTable(export, FileKey.of(Stat.of(root)), limit);
            watch.watch(table.rootId(), root);
            return new ExportTree(root, table, watch);
        } catch (LinuxException e) {
            root.close();
            throw e;
        }
    }

    public long rootId() {
        return table.rootId();
    }

    public NodeTable table() {
        return table;
    }

    /** @throws FsException ENOENT when the id is not known or its file is not where it was */
    public Place open(long id) throws IOException {
        NodeTable.Location location = table.locate(id);
        if (location == null) {
            throw new FsException(Errno.ENOENT, "no such node: look its path up again");
        }
        Fd fd = reach(location.path());
        try {
            Stat stat = Stat.of(fd);
            if (FileKey.of(stat).equals(location.file())) {
                return new Place(id, fd, stat);
            }
        } catch (LinuxException e) {
            fd.close();
            throw e;
        }
        fd.close();
        throw new FsException(Errno.ENOENT, "the node is not at its place any more: look its path up again");
    }

    /** The directory that a place is in; of the root, the root ({@code spec fs-node 6.4}). */
    public Place parent(Place place) throws IOException {
        NodeTable.Location location = table.locate(place.id());
        return open(location == null ? table.rootId() : location.parent());
    }

    /**
     * The file that an entry is, or leads to.
     *
     * @throws FsException where links are followed, ENOENT for one to nowhere, EACCES for one out of the export
     */
    public Attr lookup(Place directory, FileName name, Links links) throws IOException {
        if (!Names.isVisible(name)) {
            throw new FsException(Errno.ENOENT, "no such file");
        }
        watch(directory);
        Stat stat = Stat.at(directory.fd(), name);
        boolean follows = stat.type() == FileType.SYMLINK && links == Links.FOLLOWED;
        return follows ? follow(directory, name) : known(directory.id(), name, stat);
    }

    /** Takes down a file that is known to be in a directory. */
    public Attr known(long directory, FileName name, Stat stat) throws FsException {
        long id = table.put(directory, Names.shown(name), FileKey.of(stat));
        if (id == 0) {
            throw new FsException(Errno.ENOENT, "the directory has moved meanwhile");
        }
        return Attributes.of(id, stat);
    }

    public void watch(Place directory) {
        watch.watch(directory.id(), directory.fd());
    }

    @Override
    public void close() {
        root.close();
    }

    private Fd reach(String path) throws IOException {
        try {
            long resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
            return Open.at(root, Names.bytes(path), O_PATH | O_NOFOLLOW, 0, resolve);
        } catch (LinuxException e) {
            throw switch (e.errno()) {
                // a directory on the way was replaced by a link or a file
                case Errnos.ELOOP, Errnos.ENOTDIR, Errnos.EXDEV ->
                    new FsException(Errno.ENOENT, String.valueOf(e.getMessage()));
                default -> e;
            };
        }
    }

    private Attr follow(Place directory, FileName link) throws IOException {
        NodeTable.Location location = table.locate(directory.id());
        if (location == null) {
            throw new FsException(Errno.ENOENT, "the directory is not known any more: look its path up again");
        }
        String path = location.path() + "/" + Names.shown(link);
        try (Fd target = Open.at(root, Names.bytes(path), O_PATH, 0, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS)) {
            return walk(steps(target));
        } catch (LinuxException e) {
            if (e.errno() == Errnos.EXDEV) {
                throw new FsException(Errno.EACCES, "the link '" + Names.shown(link) + "' leads out of the export");
            }
            throw e;
        }
    }

    /** The way from the root to an open file, as it is at the moment: a hint, which the walk verifies. */
    private List<String> steps(Fd target) throws IOException {
        String base = pathOf(root);
        String path = pathOf(target);
        if (path.equals(base)) {
            return List.of();
        }
        String prefix = base.endsWith("/") ? base : base + "/";
        if (!path.startsWith(prefix)) {
            throw new FsException(Errno.ENOENT, "the target of the link is moving");
        }
        return List.of(path.substring(prefix.length()).split("/", -1));
    }

    /** Goes down step by step, so that the directories on the way become known too. */
    private Attr walk(List<String> steps) throws IOException {
        Place at = open(table.rootId());
        try {
            for (String step : steps) {
                Place next = open(enter(at, Names.of(step)).id());
                at.close();
                at = next;
            }
            return at.attr();
        } finally {
            at.close();
        }
    }

    private Attr enter(Place directory, FileName name) throws IOException {
        watch(directory);
        Stat stat = Stat.at(directory.fd(), name);
        if (!Names.isVisible(name) || stat.type() == FileType.SYMLINK) {
            throw new FsException(Errno.ENOENT, "the link leads to no visible file");
        }
        return known(directory.id(), name, stat);
    }

    private static String pathOf(Fd fd) throws LinuxException {
        return EscapedText.of(Directories.realPathOf(fd));
    }
}
