package io.spiderweb.control.topology;

import io.quarkus.runtime.StartupEvent;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.workspace.Workspaces;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.wire.control.TopologyEvent;
import io.spiderweb.wire.control.WorkspaceStatus;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells subscribers what changed ({@code spec control 5.1}), from a thread of its own, so that no mutation waits for them. What
 * changes while it tells, and in the pause after, is told together: at most ten times a second for each project.
 */
@Singleton
public class Topology {

    private static final Logger LOG = Logger.getLogger(Topology.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Database database;
    private final Workspaces workspaces;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    /** By topic; the last change wins. Bounded by the number of projects. */
    private final Map<String, TopologyChange> waiting = new LinkedHashMap<>();

    /** How many changes were told; every subscriber hears of each, so that a number that is missing shows a loss. */
    private long told;

    private @Nullable Thread worker;

    @Inject
    public Topology(Database database, Workspaces workspaces) {
        this.database = database;
        this.workspaces = workspaces;
    }

    public void subscribe(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    public void unsubscribe(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    /** The time that events carry. */
    public long nowMs() {
        return database.nowMs();
    }

    /** Announces a change that was made; returns at once. */
    public void changed(TopologyChange change) {
        lock.lock();
        try {
            waiting.put(change.topic(), change);
            arrived.signal();
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

    private void run() {
        try {
            while (true) {
                take().forEach(this::tell);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // the service stops
            Thread.currentThread().interrupt();
        }
    }

    private List<TopologyChange> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                arrived.await();
            }
            List<TopologyChange> taken = List.copyOf(waiting.values());
            waiting.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void tell(TopologyChange change) {
        told++;
        for (Subscriber subscriber : subscribers) {
            try {
                tell(subscriber, change);
            } catch (RuntimeException e) {
                LOG.warnf(e, "could not tell a subscriber of %s", change.reason());
            }
        }
    }

    private void tell(Subscriber subscriber, TopologyChange change) {
        long now = database.nowMs();
        Optional<WorkspaceStatus> status = Optional.ofNullable(change.projectId())
                .flatMap(projectId -> workspaces.visible(subscriber.caller(), projectId));
        subscriber.push(
                new TopologyEvent.Changed(change.reason(), now, told, change.projectId(), status.isPresent()).toPush());
        status.ifPresent(seen ->
                subscriber.push(new TopologyEvent.Delta(change.reason(), now, told, seen.agentId(), seen).toPush()));
    }
}
