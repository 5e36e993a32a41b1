package io.spiderweb.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Changes to the entries of an open directory ({@code O_PATH} is enough). None follows a link of the tree. */
public final class Directories {
    private static final long AT_REMOVEDIR = 0x200;
    /** Follows the magic link, and no link behind it. */
    private static final long AT_SYMLINK_FOLLOW = 0x400;

    private static final int PATH_MAX = 4096;

    private Directories() {}

    /** @param mode permission bits, less the umask of the process */
    public static void mkdir(Fd parent, FileName name, int mode) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = parent.hold()) {
            Kernel.call(Syscall.MKDIRAT, name, hold.number(), name.in(arena), mode);
        }
    }

    /** @throws LinuxException EISDIR for a directory */
    public static void unlink(Fd parent, FileName name) throws LinuxException {
        unlinkat(parent, name, 0);
    }

    /** @throws LinuxException ENOTEMPTY, ENOTDIR */
    public static void rmdir(Fd parent, FileName name) throws LinuxException {
        unlinkat(parent, name, AT_REMOVEDIR);
    }

    /** @throws LinuxException EXDEV between file systems; EINVAL into itself, or for a mode the file system lacks */
    public static void rename(Fd from, FileName oldName, Fd to, FileName newName, RenameMode mode)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold source = from.hold();
                Fd.Hold target = to.hold()) {
            Kernel.call(
                    Syscall.RENAMEAT2,
                    oldName + " -> " + newName,
                    source.number(),
                    oldName.in(arena),
                    target.number(),
                    newName.in(arena),
                    mode.flags);
        }
    }

    /** @param target what the link says, of any form; nothing checks that it leads anywhere */
    public static void symlink(byte[] target, Fd parent, FileName name) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = parent.hold()) {
            Kernel.call(Syscall.SYMLINKAT, name, Kernel.cString(arena, target), hold.number(), name.in(arena));
        }
    }

    /** Gives an open file ({@code O_PATH} is enough) a further name; that very file, whatever has become of the first one. */
    public static void link(Fd file, Fd to, FileName name) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold source = file.hold();
                Fd.Hold target = to.hold()) {
            Kernel.call(
                    Syscall.LINKAT,
                    file + " -> " + name,
                    Kernel.AT_FDCWD,
                    Kernel.cString(arena, Kernel.magicLink(source)),
                    target.number(),
                    name.in(arena),
                    AT_SYMLINK_FOLLOW);
        }
    }

    /** @throws LinuxException EINVAL when it is no symbolic link */
    public static byte[] readLink(Fd parent, FileName name) throws LinuxException {
        try (Fd.Hold hold = parent.hold()) {
            return readlinkat(hold.number(), name.bytes(), name);
        }
    }

    /** What a symbolic link says that is itself open ({@code O_PATH | O_NOFOLLOW}); ENOENT for another file. */
    public static byte[] readLink(Fd link) throws LinuxException {
        try (Fd.Hold hold = link.hold()) {
            return readlinkat(hold.number(), new byte[0], link);
        }
    }

    /**
     * Where an open file is now, for people and logs: another process can move it at any time, and a removed one has
     * {@code  (deleted)} appended.
     */
    public static byte[] realPathOf(Fd fd) throws LinuxException {
        try (Fd.Hold hold = fd.hold()) {
            return readlinkat(Kernel.AT_FDCWD, Kernel.magicLink(hold), fd);
        }
    }

    private static void unlinkat(Fd parent, FileName name, long flags) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd.Hold hold = parent.hold()) {
            Kernel.call(Syscall.UNLINKAT, name, hold.number(), name.in(arena), flags);
        }
    }

    private static byte[] readlinkat(long directory, byte[] path, Object subject) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(PATH_MAX);
            long length = Kernel.call(
                    Syscall.READLINKAT,
                    subject,
                    directory,
                    Kernel.cString(arena, path),
                    target.address(),
                    target.byteSize());
            return target.asSlice(0, length).toArray(JAVA_BYTE);
        }
    }
}
