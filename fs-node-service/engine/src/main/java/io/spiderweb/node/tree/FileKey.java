package io.spiderweb.node.tree;

import io.spiderweb.linux.Stat;

/** What tells one file of this machine from all others. */
public record FileKey(long device, long inode) {

    public static FileKey of(Stat stat) {
        return new FileKey(stat.device(), stat.inode());
    }
}
