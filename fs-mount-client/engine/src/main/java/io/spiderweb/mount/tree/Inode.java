package io.spiderweb.mount.tree;

import java.nio.charset.StandardCharsets;

/** A file or directory of the tree, as its path was resolved. */
public sealed interface Inode {

    /** Absolute, without a slash at the end. */
    String path();

    /** Stable over remounts and different for different files; positive. */
    long number();

    /** A directory that exists because an endpoint is mounted below it ({@code spec mount 3.1}). */
    record Virtual(String path) implements Inode {

        private static final long ROOT = 1;

        @Override
        public long number() {
            return path.equals("/") ? ROOT : positive(hash(path));
        }
    }

    /**
     * A file or directory of a node.
     *
     * @param place node and connection that the id belongs to
     * @param id the node's id for it
     */
    record Remote(Place place, long id, String path) implements Inode {

        Remote child(String name, long childId) {
            return new Remote(place, childId, Paths.child(path, name));
        }

        @Override
        public long number() {
            // nodes number their files independently of each other
            return positive(mix(hash(place.link().spec().url()) ^ mix(id)));
        }
    }

    /** FNV-1a. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    // numbers 0 and 1 are taken: "none" and the root
    private static long positive(long hash) {
        return Math.max(2, hash & Long.MAX_VALUE);
    }
}
