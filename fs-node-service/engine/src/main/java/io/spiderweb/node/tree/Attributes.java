package io.spiderweb.node.tree;

import io.spiderweb.linux.FileType;
import io.spiderweb.linux.Stat;
import io.spiderweb.wire.fs.Attr;

/** The kernel's attributes as the wire has them (spec fs-node 4.1): the real ones, unlike the reference's. */
public final class Attributes {

    private Attributes() {}

    public static Attr of(long id, Stat stat) {
        return new Attr(
                id,
                kind(stat.type()),
                stat.mode(),
                Integer.toUnsignedLong(stat.links()),
                Integer.toUnsignedLong(stat.uid()),
                Integer.toUnsignedLong(stat.gid()),
                stat.size(),
                stat.accessedNs(),
                stat.modifiedNs(),
                stat.changedNs(),
                generation(stat));
    }

    /** Devices and the like are files; what they are shows in the mode. */
    private static int kind(FileType type) {
        return switch (type) {
            case DIRECTORY -> Attr.DIRECTORY;
            case SYMLINK -> Attr.SYMLINK;
            default -> Attr.FILE;
        };
    }

    /** Changes whenever content or attributes do, even where a program sets the time of modification back. */
    public static long generation(Stat stat) {
        return (stat.modifiedNs() ^ Long.rotateLeft(stat.changedNs(), 21)) & Long.MAX_VALUE;
    }
}
