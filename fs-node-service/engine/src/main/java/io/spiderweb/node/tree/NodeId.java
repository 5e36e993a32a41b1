package io.spiderweb.node.tree;

/**
 * How node ids are built: the number of the export, counted from 1, above 48 bits that tell its files apart (spec fs-node
 * 5). Never 0.
 */
public final class NodeId {

    private static final int FILE_BITS = 48;
    private static final long FILE_MASK = (1L << FILE_BITS) - 1;

    /** So many exports a node may have: ids stay below 2^63. */
    public static final int MAX_EXPORTS = 32_767;

    private NodeId() {}

    /** The export that an id belongs to, from 0; -1 for an id that belongs to none. */
    public static int export(long id) {
        return (int) (id >>> FILE_BITS) - 1;
    }

    /**
     * An id for a file.
     *
     * @param rootDevice the device of the export's root: there the inode is the id, as in the reference
     * @param attempt 0, and one more for each id before that turned out to be another file's
     */
    static long of(int export, FileKey file, long rootDevice, int attempt) {
        boolean plain = attempt == 0 && file.device() == rootDevice && (file.inode() & ~FILE_MASK) == 0;
        long low = plain ? file.inode() : mix(mix(file.inode() + attempt) ^ file.device());
        return (export + 1L) << FILE_BITS | low & FILE_MASK;
    }

    /** The finalizer of MurmurHash3: every bit of the input moves every bit of the result. */
    private static long mix(long bits) {
        long h = bits + 0x9e37_79b9_7f4a_7c15L;
        h = (h ^ h >>> 33) * 0xff51_afd7_ed55_8ccdL;
        h = (h ^ h >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
        return h ^ h >>> 33;
    }
}
