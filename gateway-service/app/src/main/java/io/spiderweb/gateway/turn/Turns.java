package io.spiderweb.gateway.turn;

import io.micrometer.core.instrument.MeterRegistry;
import io.spiderweb.service.log.LogContext;
import io.spiderweb.store.StoreException;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.chat.ChatFrame;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All turns that run or wait ({@code spec gateway 9}). Those of one agent run one after the other, those of different agents side
 * by side. The clock of a turn starts when it is submitted. Whoever asked may leave: the turn goes on and its answer is kept.
 */
public final class Turns {

    /**
     * What may wait, and how long.
     *
     * @param agents with turns at the same time
     * @param queued turns of one agent that wait; 0 refuses all
     * @param timeout from the submission of a turn to its end
     */
    public record Limits(int agents, int queued, Duration timeout) {}

    private static final Logger LOG = Logger.getLogger(Turns.class);

    private final AgentLoop loop;
    private final Limits limits;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Map<String, Lane> lanes = new HashMap<>();
    private boolean stopping;

    public Turns(AgentLoop loop, Limits limits, MeterRegistry meters, InstantSource clock) {
        this.loop = loop;
        this.limits = limits;
        this.meters = meters;
        this.clock = clock;
        meters.gauge("spiderweb_gateway_turns_queued", this, Turns::queued);
        meters.gauge("spiderweb_gateway_turns_running", this, Turns::running);
    }

    /** The turns of one agent. */
    private static final class Lane {
        final Deque<Turn> waiting = new ArrayDeque<>();

        @Nullable Turn running;

        Stream<Turn> all() {
            return Stream.concat(Stream.ofNullable(running), waiting.stream());
        }
    }

    private static final class Turn {
        final TurnRequest request;
        final TurnOutput output;
        final LogContext context;
        final long submittedAt = System.nanoTime();
        /** Completed once, by whatever ends the turn first. */
        final CompletableFuture<Outcome> end = new CompletableFuture<>();

        @Nullable Thread worker;

        Turn(TurnRequest request, TurnOutput output) {
            this.request = request;
            this.output = output;
            this.context = LogContext.current()
                    .with(LogContext.SESSION, request.session().sessionKey())
                    .with(LogContext.REQUEST, request.id());
        }
    }

    /**
     * Takes on a turn and returns at once. Its end is always told to the client, also when it is refused.
     *
     * @param client takes frames without blocking; one that is gone drops them
     */
    public void submit(TurnRequest request, Consumer<ChatFrame> client) {
        Turn turn = new Turn(request, new TurnOutput(request, client, clock));
        var _ = turn.end
                .completeOnTimeout(Outcome.timedOut(), limits.timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(outcome -> ended(turn, outcome));
        Outcome refusal = enqueue(turn);
        if (refusal != null) {
            turn.end.complete(refusal);
        }
    }

    /** Whether an agent has turns that run or wait. */
    public boolean isBusy(String agentId) {
        return !projectsInUse(agentId).isEmpty();
    }

    /** Whether an agent has turns that run or wait in another project than this one. */
    public boolean isBusyElsewhere(String agentId, @Nullable String projectId) {
        return projectsInUse(agentId).stream()
                .anyMatch(project -> !project.equals(Objects.requireNonNullElse(projectId, "")));
    }

    /** Ends all turns with {@code runtime_cancelled}, takes no more, and waits until their threads are done. */
    public void stop(Duration patience) throws InterruptedException {
        List<Turn> all;
        lock.lock();
        try {
            stopping = true;
            all = lanes.values().stream().flatMap(Lane::all).toList();
        } finally {
            lock.unlock();
        }
        all.forEach(turn -> turn.end.complete(Outcome.cancelled()));
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!lanes.isEmpty() && left > 0) {
                left = idle.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Outcome enqueue(Turn turn) {
        String agent = turn.request.session().agentId();
        lock.lock();
        try {
            if (stopping) {
                return Outcome.cancelled();
            }
            Lane lane = lanes.get(agent);
            if (lane == null && lanes.size() >= limits.agents) {
                return new Outcome.Failed(ErrorCode.QUEUE_SATURATED, "agent runtime limit reached");
            }
            if ((lane == null ? 0 : lane.waiting.size()) >= limits.queued) {
                return new Outcome.Failed(ErrorCode.QUEUE_SATURATED, "runtime request queue saturated");
            }
            if (lane == null) {
                lane = new Lane();
                lanes.put(agent, lane);
                lane.waiting.add(turn);
                startNext(agent, lane);
            } else {
                lane.waiting.add(turn);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    // a thread for each turn, so that an interrupt that comes late cannot hit the next one; the lock is held
    private void startNext(String agent, Lane lane) {
        Turn next = lane.waiting.poll();
        lane.running = next;
        if (next == null) {
            lanes.remove(agent);
            idle.signalAll();
        } else {
            next.worker = Thread.ofVirtual().name("turn of " + agent).start(() -> work(agent, lane, next));
        }
    }

    private void work(String agent, Lane lane, Turn turn) {
        try {
            turn.end.complete(run(turn));
        } finally {
            lock.lock();
            try {
                startNext(agent, lane);
            } finally {
                lock.unlock();
            }
        }
    }

    private Outcome run(Turn turn) {
        try (var _ = turn.context.open()) {
            return attempt(turn);
        }
    }

    private Outcome attempt(Turn turn) {
        LOG.infof("a turn of %s begins", turn.request.session().agentId());
        try {
            return loop.run(turn.request, turn.output);
        } catch (InterruptedException e) {
            return Outcome.cancelled();
        } catch (StoreException e) {
            if (turn.end.isDone()) {
                // interrupted in the middle of a write, because the turn has ended
                return Outcome.cancelled();
            }
            LOG.errorf("the conversation could not be stored: %s", e.getMessage());
            return new Outcome.Failed(ErrorCode.EXECUTION_FAILED, "the conversation could not be stored");
        } catch (RuntimeException e) {
            LOG.error("a turn failed", e);
            return new Outcome.Failed(ErrorCode.EXECUTION_FAILED, "internal error, see the log of the gateway");
        }
    }

    private void ended(Turn turn, Outcome outcome) {
        meters.counter("spiderweb_gateway_turns", "outcome", outcome.label()).increment();
        turn.output.end(outcome);
        try (var _ = turn.context.open()) {
            LOG.infof(
                    "a turn of %s ended after %d ms: %s",
                    turn.request.session().agentId(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - turn.submittedAt),
                    outcome.label());
        }
        lock.lock();
        try {
            Lane lane = lanes.get(turn.request.session().agentId());
            if (lane != null) {
                lane.waiting.remove(turn);
            }
            if (turn.worker != null && turn.worker != Thread.currentThread()) {
                turn.worker.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Of an agent; a turn without a project counts as one in a project without a name, and one whose end the client knows is over,
     * though its thread may have some steps left.
     */
    private List<String> projectsInUse(String agentId) {
        lock.lock();
        try {
            Lane lane = lanes.get(agentId);
            return lane == null
                    ? List.of()
                    : lane.all()
                            .filter(turn -> !turn.end.isDone())
                            .map(turn -> Objects.requireNonNullElse(
                                    turn.request.session().projectId(), ""))
                            .toList();
        } finally {
            lock.unlock();
        }
    }

    private double queued() {
        lock.lock();
        try {
            return lanes.values().stream()
                    .map(lane -> lane.waiting)
                    .mapToInt(Collection::size)
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    private double running() {
        lock.lock();
        try {
            return lanes.size();
        } finally {
            lock.unlock();
        }
    }
}
