package io.spiderweb.mount.tree;

import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.fs.FsReply.Statfs;

/** The space of all mounts together, so that {@code df} and programs that look before they write see some. */
final class SpaceOfAll {

    private static final long BLOCK = 4096;
    private static final long NAME_MAX = 255;

    private SpaceOfAll() {}

    static Statfs sum(MountTable table, RemoteTree remote) throws FsException {
        Statfs sum = new Statfs(BLOCK, BLOCK, 0, 0, 0, 0, 0, 0, NAME_MAX);
        for (FailoverGroup group : table.groups()) {
            if (group.primary().isUp()) {
                sum = plus(sum, remote.statfs(remote.root(group)));
            }
        }
        return sum;
    }

    private static Statfs plus(Statfs sum, Statfs more) {
        long unit = Math.max(1, more.frsize());
        return new Statfs(
                BLOCK,
                BLOCK,
                sum.blocks() + more.blocks() * unit / BLOCK,
                sum.bfree() + more.bfree() * unit / BLOCK,
                sum.bavail() + more.bavail() * unit / BLOCK,
                sum.files() + more.files(),
                sum.ffree() + more.ffree(),
                sum.favail() + more.favail(),
                NAME_MAX);
    }
}
