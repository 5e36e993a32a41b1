package io.spiderweb.linux;

import java.util.Locale;

/** The system calls in use, with their numbers (`asm/unistd_64.h`, `asm-generic/unistd.h`). */
enum Syscall {
    CLOSE(3, 57),
    EVENTFD2(290, 19),
    FCHMODAT(268, 53),
    FCHOWNAT(260, 54),
    FDATASYNC(75, 83),
    FLOCK(73, 32),
    FSTATFS(138, 44),
    FSYNC(74, 82),
    FTRUNCATE(77, 46),
    GETDENTS64(217, 61),
    GETXATTR(191, 8),
    INOTIFY_ADD_WATCH(254, 27),
    INOTIFY_INIT1(294, 26),
    INOTIFY_RM_WATCH(255, 28),
    LINKAT(265, 37),
    LISTXATTR(194, 11),
    MKDIRAT(258, 34),
    OPENAT2(437, 437),
    PPOLL(271, 73),
    PREAD64(17, 67),
    PWRITE64(18, 68),
    READ(0, 63),
    READLINKAT(267, 78),
    REMOVEXATTR(197, 14),
    RENAMEAT2(316, 276),
    SETXATTR(188, 5),
    STATX(332, 291),
    SYMLINKAT(266, 36),
    UNLINKAT(263, 35),
    UTIMENSAT(280, 88),
    WRITE(1, 64);

    final long number;

    Syscall(long x86, long arm) {
        number = Arch.HOST.pick(x86, arm);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
