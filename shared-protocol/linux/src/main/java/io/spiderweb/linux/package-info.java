/// Linux as the file services need it: descriptors, opening beneath a directory, the `*at` calls, `statx`,
/// directory reading, positioned I/O, extended attributes and inotify.
///
/// Every call is one system call through the foreign function API; x86-64 and arm64, Linux 5.6 or newer (`openat2`),
/// with `/proc` mounted. A failed call throws a [io.spiderweb.linux.LinuxException] that carries the errno.
///
/// **Threads.** A foreign call pins the carrier of a virtual thread until it returns. Calls on local disks are short
/// enough for that; a call that waits is not: run [io.spiderweb.linux.Inotify#poll] on a platform thread, and bound how
/// many virtual threads may be in a slow file system (a network mount, a spun-down disk) at once.
///
/// **Names** are bytes on Linux: [io.spiderweb.linux.FileName] for one component, `byte[]` for paths, with UTF-8
/// conveniences beside them.
///
/// **Safety.** Nothing here follows a link unless it says so. A [io.spiderweb.linux.FileName] is one component by
/// construction, so no `*at` call can leave its directory; longer paths go through
/// [io.spiderweb.linux.Open#at] with [io.spiderweb.linux.Resolve] flags, which the kernel enforces without a race.
@NullMarked
package io.spiderweb.linux;

import org.jspecify.annotations.NullMarked;
