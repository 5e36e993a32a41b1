package io.spiderweb.node.tree;

import io.spiderweb.linux.FileType;
import io.spiderweb.linux.Stat;

/** What tells one file of this machine from all others. With its type, since file systems soon give an inode again. */
public record FileKey(long device, long inode, FileType type) {

    public static FileKey of(Stat stat) {
        return new FileKey(stat.device(), stat.inode(), stat.type());
    }
}
