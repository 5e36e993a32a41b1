package io.spiderweb.mount.tree;

import io.spiderweb.mount.cache.NodeCache;
import io.spiderweb.mount.link.Deadline;
import io.spiderweb.mount.tree.Remotes.Repeat;
import io.spiderweb.mount.tree.Remotes.Target;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Entry;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads directories of nodes, page by page. */
final class Listings {

    /** What nodes that do not limit their pages by size can still send in one frame ({@code spec fs-node 16}). */
    private static final int PAGE = 4096;

    private static final int MAX_ENTRIES = 1_000_000;

    private final Remotes remotes;

    Listings(Remotes remotes) {
        this.remotes = remotes;
    }

    /** One page as the node sends it, {@code .} and {@code ..} included. */
    FsReply.Listing page(Inode.Remote directory, long cookie, long max) throws FsException {
        return remotes.ask(
                        directory,
                        Repeat.ALLOWED,
                        FsReply.Listing.class,
                        at -> new FsRequest.Readdirp(at.id(), cookie, max))
                .reply();
    }

    /** All entries with their attributes, without {@code .} and {@code ..}. */
    List<Entry> all(Inode.Remote directory) throws FsException {
        Target target = remotes.target(directory, Deadline.in(remotes.patience()));
        NodeCache cache = target.cache();
        List<Entry> known = cache.listing(target.id());
        if (known != null) {
            return known;
        }
        long moment = cache.now();
        List<Entry> entries = read(directory);
        // should another node have taken over meanwhile, its ids mean nothing to this cache
        if (remotes.target(directory, Deadline.in(remotes.patience())).equals(target)) {
            cache.learnListing(target.id(), entries, moment);
            entries.forEach(entry -> cache.learnChild(target.id(), entry.name(), entry.attr(), moment));
        }
        return entries;
    }

    private List<Entry> read(Inode.Remote directory) throws FsException {
        // old nodes may repeat a name on the next page
        Map<String, Entry> entries = new LinkedHashMap<>();
        long cookie = 0;
        while (true) {
            FsReply.Listing page = page(directory, cookie, PAGE);
            page.ents().forEach(entry -> entries.putIfAbsent(entry.name(), entry));
            if (isLast(page)) {
                break;
            }
            long next = next(page, cookie);
            if (next <= cookie || entries.size() > MAX_ENTRIES) {
                throw new FsException(
                        Errno.EOVERFLOW,
                        "the listing of " + directory.path() + " does not end after " + entries.size());
            }
            cookie = next;
        }
        entries.remove(".");
        entries.remove("..");
        return new ArrayList<>(entries.values());
    }

    /** The end is what a node says is the end; an absent member says nothing ({@code spec mount 10} W1). */
    private static boolean isLast(FsReply.Listing page) {
        if (page.eof() != null) {
            return page.eof();
        }
        return page.nextCookie() != null ? page.nextCookie() == 0 : page.ents().isEmpty();
    }

    private static long next(FsReply.Listing page, long cookie) {
        if (page.next() != null) {
            return page.next();
        }
        return page.nextCookie() != null
                ? page.nextCookie()
                : cookie + page.ents().size();
    }
}
