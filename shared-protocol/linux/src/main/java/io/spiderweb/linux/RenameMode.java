package io.spiderweb.linux;

/** What a rename does with an entry that already has the new name. */
public enum RenameMode {
    REPLACE(0),
    /** EEXIST when there is one. */
    NO_REPLACE(1),
    /** Both entries swap their names; ENOENT when there is none. */
    EXCHANGE(2);

    final long flags;

    RenameMode(long flags) {
        this.flags = flags;
    }
}
