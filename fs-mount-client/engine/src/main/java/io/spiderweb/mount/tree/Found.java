package io.spiderweb.mount.tree;

import io.spiderweb.wire.fs.Attr;

/** What a lookup finds. */
public record Found(Inode inode, Attr attr) {}
