package io.spiderweb.control.topology;

import io.spiderweb.control.Caller;
import io.spiderweb.control.reconcile.Cycles;
import io.spiderweb.control.reconcile.Reconciliation;
import io.spiderweb.control.state.Follower;
import io.spiderweb.control.state.Table;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.json.Json;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Tells subscribers of each reconcile cycle, whichever replica made it, what they may know of its outcome. */
@Singleton
public class ReconcileNews implements Follower<Cycles> {

    private static final Logger LOG = Logger.getLogger(ReconcileNews.class);

    private final Reconciliation reconciliation;
    private final Subscribers subscribers;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("reconcile news").factory());
    private final AtomicBoolean waiting = new AtomicBoolean();

    @Inject
    public ReconcileNews(Reconciliation reconciliation, Subscribers subscribers) {
        this.reconciliation = reconciliation;
        this.subscribers = subscribers;
    }

    @Override
    public Table<Cycles> table() {
        return Cycles.TABLE;
    }

    @Override
    public void stored(String id, long revision, Optional<Cycles> cycles) {
        if (subscribers.count() > 0 && !worker.isShutdown() && !waiting.getAndSet(true)) {
            worker.execute(this::tell);
        }
    }

    /** The next cycle tells all there is. */
    @Override
    public void reload() {
        // nothing is kept here
    }

    void onStop(@Observes Stopping stopping) {
        worker.shutdownNow();
    }

    private void tell() {
        waiting.set(false);
        try {
            long now = subscribers.nowMs();
            subscribers.broadcast(caller -> List.of(event(caller, now)));
        } catch (RuntimeException e) {
            LOG.warnf(e, "subscribers were not told of a reconcile cycle");
        }
    }

    private ControlFrame.Event event(Caller caller, long nowMs) {
        return new ControlFrame.Event(
                "workspace-topology", "control.reconcile", Json.tree(reconciliation.status(caller)), nowMs);
    }
}
