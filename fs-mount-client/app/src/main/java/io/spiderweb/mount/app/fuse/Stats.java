package io.spiderweb.mount.app.fuse;

import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.FsReply;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.Statvfs;
import ru.serce.jnrfuse.struct.Timespec;

/** Fills the structures of the C library. */
final class Stats {

    private static final long NANOS = 1_000_000_000L;

    /** What a read or write is best made of. */
    private static final long BLOCK_SIZE = 128 << 10;

    /** What {@code st_blocks} counts. */
    private static final long SECTOR = 512;

    private Stats() {}

    static void fill(FileStat stat, long inode, Attr attr) {
        stat.st_ino.set(inode);
        stat.st_mode.set(attr.mode());
        stat.st_nlink.set(attr.nlink());
        stat.st_uid.set(attr.uid());
        stat.st_gid.set(attr.gid());
        stat.st_size.set(attr.size());
        stat.st_blksize.set(BLOCK_SIZE);
        stat.st_blocks.set((attr.size() + SECTOR - 1) / SECTOR);
        fill(stat.st_atim, attr.atime());
        fill(stat.st_mtim, attr.mtime());
        fill(stat.st_ctim, attr.ctime());
    }

    static void fill(Statvfs stat, FsReply.Statfs space) {
        stat.f_bsize.set(space.bsize());
        stat.f_frsize.set(space.frsize());
        stat.f_blocks.set(space.blocks());
        stat.f_bfree.set(space.bfree());
        stat.f_bavail.set(space.bavail());
        stat.f_files.set(space.files());
        stat.f_ffree.set(space.ffree());
        stat.f_favail.set(space.favail());
        stat.f_namemax.set(space.namemax());
    }

    private static void fill(Timespec time, long nanos) {
        time.tv_sec.set(Math.floorDiv(nanos, NANOS));
        time.tv_nsec.set(Math.floorMod(nanos, NANOS));
    }
}
