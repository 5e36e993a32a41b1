package io.spiderweb.control.timers;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Ledger.Sequence;
import io.spiderweb.control.state.Total;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Store;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaderTest {

    private static final Duration LONGER_THAN_A_TERM = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Store store;
    private Database database;

    @BeforeEach
    void open() {
        store = SqliteStore.open(directory.resolve("control.db"), SqliteOptions.DEFAULTS, () -> now);
        database = new Database(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void oneReplicaLeadsAndAnotherNeedNotWaitForOneThatStops() {
        Leader first = new Leader(store, List.of());
        Leader second = new Leader(store, List.of());
        first.ask();
        second.ask();
        assertThat(first.leads()).isTrue();
        assertThat(second.leads()).isFalse();

        first.resign();
        second.ask();
        assertThat(first.leads()).isFalse();
        assertThat(second.leads()).isTrue();
        second.resign();
    }

    @Test
    void timersRunWhereThereIsTheLeadershipAndStopWithIt() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Leader leader = new Leader(store, List.of(timer(fence -> {
            ran.countDown();
            try {
                Thread.sleep(Duration.ofMinutes(5));
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        })));
        leader.start();
        assertThat(ran.await(1, TimeUnit.MINUTES)).isTrue();
        leader.stop();
        assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(leader.leads()).isFalse();
    }

    @Test
    void whoWasCutOffWritesNothingUnderItsOldEpoch() throws Exception {
        Semaphore mayRun = new Semaphore(0);
        Leader old = new Leader(store, List.of(timer(fence -> {
            mayRun.acquireUninterruptibly();
            database.change(fence, edit -> edit.next(Sequence.NODE));
            database.count(Total.NODE_JOINS);
        })));
        old.ask();
        now = now.plus(LONGER_THAN_A_TERM);
        Leader successor = new Leader(store, List.of());
        successor.ask();
        assertThat(successor.leads()).isTrue();

        mayRun.release();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !old.leads());
        assertThat(database.<Long>change(edit -> edit.next(Sequence.NODE))).isEqualTo(1);
        assertThat(database.total(Total.NODE_JOINS)).isZero();
        successor.resign();
    }

    @Test
    void theClockOfTheMachineDoesNotEndATerm() {
        Leader leader = new Leader(store, List.of());
        leader.ask();
        now = now.plus(Duration.ofDays(1));
        assertThat(leader.leads()).isTrue();
        now = now.minus(Duration.ofDays(2));
        leader.ask();
        assertThat(leader.leads()).isTrue();
        leader.resign();
    }

    @Test
    void aTermThatNobodyProlongsEnds() {
        Term term = new Term(new Fence("timers", 1), System.nanoTime() - 1);
        assertThat(term.holds()).isFalse();
        term.prolong(System.nanoTime() + TimeUnit.MINUTES.toNanos(5));
        assertThat(term.holds()).isTrue();
        term.end();
        assertThat(term.holds()).isFalse();
    }

    private interface Work {
        void run(Fence fence) throws Refused;
    }

    private static Timer timer(Work work) {
        return new Timer() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Duration interval() {
                return Duration.ofMillis(1);
            }

            @Override
            public void run(Fence fence) throws Refused {
                work.run(fence);
            }
        };
    }
}
