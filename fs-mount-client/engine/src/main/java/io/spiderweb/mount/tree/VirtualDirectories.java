package io.spiderweb.mount.tree;

import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.Entry;
import io.spiderweb.wire.fs.FsReply;
import java.util.ArrayList;
import java.util.List;

/** Directories that no node has: what they look like ({@code spec mount 1.5, 3.1}). */
final class VirtualDirectories {

    /** A directory that all may read and nobody write. */
    private static final int MODE = 0040755;

    private static final int LINKS = 2;

    private VirtualDirectories() {}

    static Attr attributes(Inode.Virtual directory) {
        return new Attr(directory.number(), Attr.DIRECTORY, MODE, LINKS, 0, 0, 0, 0, 0, 0, 0);
    }

    static List<Entry> list(MountTable table, List<String> path, String text) {
        List<Entry> entries = new ArrayList<>();
        for (String name : table.mountedNames(path)) {
            entries.add(new Entry(name, attributes(new Inode.Virtual(Paths.child(text, name)))));
        }
        return entries;
    }

    /** A part of a listing, for those who page. */
    static FsReply.Listing page(List<Entry> entries, long cookie, long max) {
        int from = (int) Math.min(cookie, entries.size());
        int to = (int) Math.min(from + max, entries.size());
        return FsReply.Listing.page(entries.subList(from, to), to, to == entries.size(), 0);
    }
}
