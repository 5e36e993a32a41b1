package io.spiderweb.linux;

/**
 * A line of a directory listing.
 *
 * @param inode of the entry; of a mount point the covered one, not the mounted one
 * @param type {@link FileType#UNKNOWN} on file systems whose listings do not tell
 */
public record DirEntry(FileName name, long inode, FileType type) {}
