package io.spiderweb.control.topology;

import io.quarkus.runtime.StartupEvent;
import io.spiderweb.control.Caller;
import io.spiderweb.control.state.Announcement;
import io.spiderweb.control.state.Follower;
import io.spiderweb.control.state.Table;
import io.spiderweb.control.workspace.Workspaces;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.TopologyEvent;
import io.spiderweb.wire.control.WorkspaceStatus;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells subscribers what changed ({@code spec control 5.1}): what the log announces, whichever replica made the change, from a
 * thread of its own, so that no mutation waits for them. At most ten times a second for each project.
 */
@Singleton
public class Topology implements Follower<Announcement.All> {

    private static final Logger LOG = Logger.getLogger(Topology.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Workspaces workspaces;
    private final Subscribers subscribers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Coalescer coalescer = new Coalescer(INTERVAL);

    /** How many changes were told; every subscriber hears of each, so that a number that is missing shows a loss. */
    private long told;

    private @Nullable Thread worker;

    @Inject
    public Topology(Workspaces workspaces, Subscribers subscribers) {
        this.workspaces = workspaces;
        this.subscribers = subscribers;
    }

    @Override
    public Table<Announcement.All> table() {
        return Announcement.All.TABLE;
    }

    @Override
    public void stored(String id, long revision, Optional<Announcement.All> value) {
        value.ifPresent(announced -> announce(announced.announcements()));
    }

    /** What was announced meanwhile is lost; that something was, is not. */
    @Override
    public void reload() {
        announce(List.of(Announcement.ofNodes("reloaded")));
    }

    /** How many announcements have not been told yet. */
    public int waiting() {
        lock.lock();
        try {
            return coalescer.size();
        } finally {
            lock.unlock();
        }
    }

    void onStart(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("topology").start(this::run);
    }

    void onStop(@Observes Stopping stopping) {
        if (worker != null) {
            worker.interrupt();
        }
    }

    private void announce(List<Announcement> announcements) {
        lock.lock();
        try {
            announcements.forEach(coalescer::offer);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                take().forEach(this::tell);
            }
        } catch (InterruptedException e) {
            // the service stops
            Thread.currentThread().interrupt();
        }
    }

    private List<Announcement> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = System.nanoTime();
                List<Announcement> due = coalescer.due(now);
                if (!due.isEmpty()) {
                    return due;
                }
                arrived.awaitNanos(coalescer.nanosUntilDue(now).orElse(Long.MAX_VALUE));
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(Announcement announcement) {
        told++;
        try {
            long now = subscribers.nowMs();
            subscribers.broadcast(caller -> events(caller, announcement, now));
        } catch (RuntimeException e) {
            LOG.errorf(e, "subscribers were not told of %s", announcement.reason());
        }
    }

    private List<ControlFrame.Event> events(Caller caller, Announcement announcement, long nowMs) {
        String reason = announcement.reason();
        String projectId = announcement.projectId();
        Optional<WorkspaceStatus> status = Optional.ofNullable(projectId).flatMap(id -> visible(caller, id));
        ControlFrame.Event changed =
                new TopologyEvent.Changed(reason, nowMs, told, projectId, status.isPresent()).toPush();
        return status.map(seen ->
                        List.of(changed, new TopologyEvent.Delta(reason, nowMs, told, seen.agentId(), seen).toPush()))
                .orElseGet(() -> List.of(changed));
    }

    /** Absent also if it cannot be read just now: subscribers are told that something changed, and ask for the rest. */
    private Optional<WorkspaceStatus> visible(Caller caller, String projectId) {
        try {
            return workspaces.visible(caller, projectId);
        } catch (RuntimeException e) {
            LOG.warnf(e, "subscribers are told of a change of %s without its state", projectId);
            return Optional.empty();
        }
    }
}
