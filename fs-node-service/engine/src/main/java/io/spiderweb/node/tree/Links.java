package io.spiderweb.node.tree;

/** What a client gets where an entry is a symbolic link. */
public enum Links {
    /** The file that it leads to, as long as that is inside of the export (spec fs-node 5). */
    FOLLOWED,
    /** The link itself, which is the client's to follow. */
    SHOWN
}
