package io.spiderweb.node.watch;

import io.spiderweb.linux.Errnos;
import io.spiderweb.linux.Fd;
import io.spiderweb.linux.Inotify;
import io.spiderweb.linux.InotifyEvent;
import io.spiderweb.linux.InotifyMask;
import io.spiderweb.linux.LinuxException;
import io.spiderweb.node.event.EventLog;
import io.spiderweb.node.export.LocalExport;
import io.spiderweb.node.tree.ExportTree;
import io.spiderweb.node.tree.NodeId;
import io.spiderweb.wire.fs.FsEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Watches the directories that clients have looked into, and announces what local programs change there. There is never a
 * scan: a directory costs one watch of the kernel, and what nobody has looked at is cached by nobody.
 */
public final class Watcher implements ExportTree.Watch, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Watcher.class);

    /** A burst is collected for so long, so that a file that is written in many pieces is announced once. */
    private static final Duration COALESCE = Duration.ofMillis(20);

    private static final Duration POLL = Duration.ofMinutes(1);
    private static final int MAX_BATCH = 65_536;

    private final Inotify inotify;
    private final EventLog log;
    private final Announced announced;
    private final Watches watches;
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile List<Watched> exports = List.of();

    private record Watched(ExportTree tree, boolean fineTimes) {}

    private Watcher(Inotify inotify, EventLog log, Announced announced) {
        this.inotify = inotify;
        this.watches = new Watches(inotify);
        this.log = log;
        this.announced = announced;
    }

    /** Null, with a warning, where the kernel gives no inotify instance: the node then serves without watching. */
    public static @Nullable Watcher open(EventLog log, Announced announced) {
        try {
            return new Watcher(Inotify.open(), log, announced);
        } catch (LinuxException e) {
            LOG.warnf(
                    "changes made by local programs will not be noticed: %s; raise it with"
                            + " 'sysctl fs.inotify.max_user_instances=1024'",
                    e.getMessage());
            return null;
        }
    }

    /** Begins to announce. Exports are numbered as in {@link NodeId}. */
    public void start(List<LocalExport> all) {
        exports = all.stream()
                .map(export ->
                        new Watched(export.tree(), FineTimes.of(export.spec().path())))
                .toList();
        Thread.ofPlatform().daemon().name("file watcher").start(this::run);
    }

    @Override
    public void watch(long directory, Fd fd) {
        try {
            watches.add(directory, fd);
        } catch (LinuxException e) {
            if (e.errno() == Errnos.ENOSPC && warned.compareAndSet(false, true)) {
                LOG.warnf(
                        "no more directories can be watched, so changes by local programs in others are noticed late: %s;"
                                + " raise it with 'sysctl fs.inotify.max_user_watches=1048576'",
                        e.getMessage());
            }
        }
    }

    public int size() {
        return watches.size();
    }

    @Override
    public void close() {
        inotify.close();
    }

    private void run() {
        try {
            while (inotify.isOpen()) {
                List<InotifyEvent> events = inotify.poll(POLL);
                if (!events.isEmpty()) {
                    announce(collect(events));
                }
            }
        } catch (LinuxException e) {
            LOG.error("the file watcher has failed, changes by local programs go unnoticed until a restart", e);
            log.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<InotifyEvent> collect(List<InotifyEvent> first) throws LinuxException, InterruptedException {
        List<InotifyEvent> all = new ArrayList<>(first);
        Thread.sleep(COALESCE);
        for (List<InotifyEvent> more = inotify.poll(Duration.ZERO);
                !more.isEmpty();
                more = all.size() < MAX_BATCH ? inotify.poll(Duration.ZERO) : List.of()) {
            all.addAll(more);
        }
        return all;
    }

    private void announce(List<InotifyEvent> events) {
        if (events.stream().anyMatch(InotifyEvent::isOverflow)) {
            LOG.warn("more local changes than the kernel keeps notices for; every client drops its cache"
                    + " (fs.inotify.max_queued_events is the limit)");
            log.interrupt();
            return;
        }
        Map<Integer, Set<Notice>> notices = new LinkedHashMap<>();
        for (InotifyEvent event : events) {
            for (long directory : watches.directories(event.watch())) {
                Notice notice = Notice.of(directory, event);
                if (notice != null) {
                    notices.computeIfAbsent(NodeId.export(directory), export -> new LinkedHashSet<>())
                            .add(notice);
                }
            }
            if (event.has(InotifyMask.IN_IGNORED)) {
                watches.remove(event.watch());
            }
        }
        notices.forEach((export, ofExport) -> {
            Watched target = exports.get(export);
            List<FsEvent> changes = new Digest(target.tree(), announced, target.fineTimes()).events(ofExport);
            log.publish(changes, null);
        });
    }
}
