package io.spiderweb.node.listing;

import io.spiderweb.linux.DirEntry;
import io.spiderweb.linux.DirectoryReader;
import io.spiderweb.linux.Errnos;
import io.spiderweb.linux.Fd;
import io.spiderweb.linux.FileName;
import io.spiderweb.linux.LinuxException;
import io.spiderweb.linux.Open;
import io.spiderweb.linux.OpenFlags;
import io.spiderweb.node.tree.ExportTree;
import io.spiderweb.node.tree.Links;
import io.spiderweb.node.tree.Names;
import io.spiderweb.node.tree.Place;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names in a directory at one moment, so that its pages fit together whatever changes meanwhile. Positions count what
 * was answered: a name that turns out to lead nowhere is taken out and moves nothing that a client has seen.
 */
final class Snapshot {

    /** More names than this are no directory that anybody lists; it bounds the memory of one listing to about 100 MB. */
    private static final int MAX_NAMES = 1_000_000;

    private final List<FileName> names;
    private final Links links;
    /** So many of the first names were answered already. */
    private int answered;

    private Snapshot(List<FileName> names, Links links) {
        this.names = names;
        this.links = links;
    }

    static Snapshot of(Place directory, Links links) throws IOException {
        List<FileName> names = new ArrayList<>();
        try (Fd fd = Open.reopen(directory.fd(), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            DirectoryReader reader = new DirectoryReader(fd);
            for (DirEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (Names.isVisible(entry.name())) {
                    names.add(entry.name());
                }
                if (names.size() > MAX_NAMES) {
                    throw new FsException(Errno.EOVERFLOW, "the directory has more than " + MAX_NAMES + " entries");
                }
            }
        }
        return new Snapshot(names, links);
    }

    int size() {
        return names.size();
    }

    /** Goes to a position that an earlier snapshot, gone since, has given out. */
    void skipTo(int position, ExportTree tree, Place directory) throws IOException {
        fill(new Page(position, Long.MAX_VALUE), 0, tree, directory);
    }

    /** Adds entries from a position on; true when the directory ends here. */
    boolean fill(Page page, int position, ExportTree tree, Place directory) throws IOException {
        if (position > answered && position <= names.size()) {
            skipTo(position, tree, directory);
        }
        List<FileName> good = new ArrayList<>();
        int at = position;
        while (at < names.size() && !page.isFull()) {
            Entry entry = entry(tree, directory, names.get(at++));
            if (entry != null) {
                page.add(entry);
                good.add(names.get(at - 1));
            }
        }
        if (at > position && good.size() < at - position) {
            List<FileName> looked = names.subList(position, at);
            looked.clear();
            looked.addAll(good);
            at = position + good.size();
        }
        answered = Math.max(answered, at);
        return at >= names.size();
    }

    /** Null for what a client cannot use: gone, a link to nowhere or to the outside, in a circle. */
    private @Nullable Entry entry(ExportTree tree, Place directory, FileName name) throws IOException {
        try {
            return new Entry(Names.shown(name), tree.lookup(directory, name, links));
        } catch (FsException e) {
            return null;
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errnos.ENOENT, Errnos.ENOTDIR, Errnos.EACCES, Errnos.EPERM, Errnos.ELOOP, Errnos.ENXIO -> null;
                case Errnos.ESTALE, Errnos.EIO, Errnos.ENAMETOOLONG, Errnos.ENODEV, Errnos.ETIMEDOUT -> null;
                default -> throw e;
            };
        }
    }
}
