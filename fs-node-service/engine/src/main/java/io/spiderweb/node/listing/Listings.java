package io.spiderweb.node.listing;

import io.spiderweb.node.tree.Attributes;
import io.spiderweb.node.tree.ExportTree;
import io.spiderweb.node.tree.Links;
import io.spiderweb.node.tree.Place;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.Entry;
import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The listings that one connection is reading (spec fs-node 6.4). Used by one thread. */
public final class Listings {

    /** Positions 0 and 1 are {@code .} and {@code ..}. */
    private static final int DOTS = 2;

    /** So many directories a client reads at once, and remembers so many names; the oldest listing is dropped. */
    private static final int MAX_SNAPSHOTS = 8;

    private static final int MAX_NAMES = 1_000_000;

    private final Map<Long, Snapshot> snapshots = new LinkedHashMap<>();

    /**
     * One page. A listing that starts anew (cookie 0) is a fresh look at the directory.
     *
     * @param directory a place that is a directory
     */
    public FsReply.Listing page(ExportTree tree, Place directory, FsRequest.Readdirp request, Links links)
            throws IOException {
        long generation = Attributes.generation(directory.stat());
        Page page = new Page(Math.min(request.max(), FsProtocol.MAX_ENTRIES), Page.GOOD_BYTES);
        if (page.isFull()) {
            return FsReply.Listing.page(page.entries(), request.cookie(), false, generation);
        }
        tree.watch(directory);
        Snapshot snapshot = snapshot(directory, request.cookie(), links);
        if (request.cookie() == 0) {
            page.add(new Entry(".", directory.attr()));
        }
        if (request.cookie() <= 1 && !page.isFull()) {
            page.add(new Entry("..", parent(tree, directory)));
        }
        int position = Math.clamp(request.cookie() - DOTS, 0, Integer.MAX_VALUE);
        boolean ends = snapshot.fill(page, position, tree, directory);
        if (ends && request.cookie() == 0) {
            snapshots.remove(directory.id());
        }
        return FsReply.Listing.page(
                page.entries(), request.cookie() + page.entries().size(), ends, generation);
    }

    private static Attr parent(ExportTree tree, Place directory) {
        try (Place parent = tree.parent(directory)) {
            return parent.attr();
        } catch (IOException e) {
            // moving at this very moment; the listing itself is still good
            return directory.attr();
        }
    }

    private Snapshot snapshot(Place directory, long cookie, Links links) throws IOException {
        Snapshot known = cookie == 0 ? null : snapshots.get(directory.id());
        if (known != null) {
            return known;
        }
        Snapshot fresh = Snapshot.of(directory, links);
        snapshots.remove(directory.id());
        snapshots.put(directory.id(), fresh);
        while (snapshots.size() > MAX_SNAPSHOTS || names() > MAX_NAMES && snapshots.size() > 1) {
            snapshots.remove(snapshots.keySet().iterator().next());
        }
        return fresh;
    }

    private int names() {
        return snapshots.values().stream().mapToInt(Snapshot::size).sum();
    }
}
