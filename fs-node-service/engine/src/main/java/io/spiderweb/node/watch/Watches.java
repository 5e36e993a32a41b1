package io.spiderweb.node.watch;

import io.spiderweb.linux.Fd;
import io.spiderweb.linux.Inotify;
import io.spiderweb.linux.LinuxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Which directories are watched. Where exports overlap, one watch of the kernel stands for a directory of each. */
final class Watches {

    private final Inotify inotify;
    private final Set<Long> watched = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Set<Long>> directories = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    Watches(Inotify inotify) {
        this.inotify = inotify;
    }

    /** Returns when the directory is watched, so that no change after that goes unnoticed. */
    void add(long directory, Fd fd) throws LinuxException {
        if (watched.contains(directory)) {
            return;
        }
        lock.lock();
        try {
            int watch = inotify.watch(fd, Notice.MASK);
            directories.computeIfAbsent(watch, absent -> new TreeSet<>()).add(directory);
            watched.add(directory);
        } finally {
            lock.unlock();
        }
    }

    /** The directories that a number stands for. */
    Set<Long> directories(int watch) {
        lock.lock();
        try {
            return Set.copyOf(directories.getOrDefault(watch, Set.of()));
        } finally {
            lock.unlock();
        }
    }

    /** The kernel has ended a watch, because its directory is gone. */
    void remove(int watch) {
        lock.lock();
        try {
            Set<Long> gone = directories.remove(watch);
            if (gone != null) {
                watched.removeAll(gone);
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        return watched.size();
    }
}
