package io.spiderweb.mount.app.fuse;

/** What a program cannot have on a mount through libfuse 2, and what it gets instead. */
public enum Limitation {
    TIMES(
            "on a node without posix-1 times cannot be set: touch, cp -p, tar and rsync -t are told that it worked, and the file keeps"
                    + " its own times"),
    CHMOD(
            "on a node without posix-1 modes cannot be changed: chmod is told that it worked, and EOPNOTSUPP where it would matter, which"
                    + " is set-id bits and whether the owner may execute the file"),
    SET_ID("no file gets set-id bits (EPERM)"),
    CHOWN(
            "on a node without posix-1 owners cannot be changed: a chown to the owner that is there works, any other fails with EPERM;"
                    + " on others it is what the user of the node may do"),
    MKDIR_MODE("on a node without posix-1 a new directory gets 0755 less the node's umask, whatever was asked for"),
    SYMBOLIC_LINKS(
            "on a node without posix-1 no symbolic links can be made (EPERM), and those that stay inside of its export are followed"
                    + " there; on others this machine follows them, so that an absolute one leads out of the mount"),
    HARD_LINKS("on a node without posix-1 no hard links can be made (EPERM)"),
    SPECIAL_FILES("no pipes, sockets and devices can be made (ENOSYS)"),
    EXTENDED_ATTRIBUTES("only extended attributes of user., so no ACLs and capabilities (EOPNOTSUPP)"),
    LOCKS("flock and fcntl locks hold on this machine only"),
    RENAME_FLAGS("renameat2 works without flags only: RENAME_NOREPLACE and RENAME_EXCHANGE fail with EINVAL"),
    FALLOCATE("no preallocation and no holes are made (EOPNOTSUPP); posix_fallocate writes zeros instead"),
    FSYNC("on a node without posix-1 fsync waits until the node has every write, not until its disk has"),
    OPEN_UNLINKED("a file that is removed while it is open lives on under the name .fuse_hidden… until it is closed"),
    REMOVED_MOUNTS("a file that is open when its mount leaves the workspace cannot be looked at any more (ENOENT)"),
    INOTIFY("programs that watch files are told of this machine's changes only"),
    CHANGED_WHILE_OPEN(
            "a file that another client changes while it is open and mapped here shows new content when it is opened again"),
    FILE_NAMES(
            "names that are no UTF-8 appear escaped, and are made by that name only (EILSEQ); those with a backslash do not appear, and"
                    + " cannot be made (EINVAL)");

    private final String meaning;

    Limitation(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
