package io.spiderweb.control.topology;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.StartupEvent;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.workspace.Workspaces;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.json.Json;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final String REQUEST = "workspace-topology";

    private final Database database;
    private final Workspaces workspaces;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    /** By topic; the last change wins. Bounded by the number of projects. */
    private final Map<String, TopologyChange> waiting = new LinkedHashMap<>();

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
        subscriber.push(event("control.workspace_topology", payload("workspace_topology_changed", change, now), now));
        if (change.projectId() == null) {
            return;
        }
        workspaces.visible(subscriber.caller(), change.projectId()).ifPresent(status -> {
            ObjectNode payload = payload("workspace_topology_delta", change, now)
                    .put("agent_id", status.agentId())
                    .set("status", Json.tree(status));
            subscriber.push(event("control.workspace_topology_delta", payload, now));
        });
    }

    private static ObjectNode payload(String event, TopologyChange change, long nowMs) {
        return Json.object().put("event", event).put("reason", change.reason()).put("ts_ms", nowMs);
    }

    private static ControlFrame.Event event(String category, ObjectNode payload, long nowMs) {
        return new ControlFrame.Event(REQUEST, category, payload, nowMs);
    }
}
