package io.spiderweb.node.listing;

import io.spiderweb.wire.fs.Entry;
import java.util.ArrayList;
import java.util.List;

/** The entries of one reply, as many as were asked for and as fit a frame of a good size (spec fs-node 15.2). */
final class Page {

    /** A quarter of the largest frame. */
    static final long GOOD_BYTES = 1 << 20;

    /** The attributes of one entry with all numbers at their longest. */
    private static final int ATTRIBUTE_BYTES = 270;

    /** The most that UTF-8 takes for a character; an escaped control character takes twice that, which still fits. */
    private static final int CHARACTER_BYTES = 3;

    private final long max;
    private final long maxBytes;
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;

    Page(long max, long maxBytes) {
        this.max = max;
        this.maxBytes = maxBytes;
    }

    boolean isFull() {
        return entries.size() >= max || bytes >= maxBytes;
    }

    void add(Entry entry) {
        entries.add(entry);
        bytes += ATTRIBUTE_BYTES + (long) CHARACTER_BYTES * entry.name().length();
    }

    List<Entry> entries() {
        return entries;
    }
}
