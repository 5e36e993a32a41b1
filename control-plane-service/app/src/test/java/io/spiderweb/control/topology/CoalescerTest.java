package io.spiderweb.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.control.state.Announcement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoalescerTest {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Coalescer coalescer = new Coalescer(INTERVAL);
    private long now;

    @Test
    void theFirstChangeIsToldAtOnce() {
        coalescer.offer(change("first", "proj-1"));
        assertThat(coalescer.nanosUntilDue(now)).hasValue(0);
        assertThat(coalescer.due(now)).containsExactly(change("first", "proj-1"));
        assertThat(coalescer.nanosUntilDue(now)).isEmpty();
    }

    @Test
    void aStormOfOneProjectIsToldTenTimesASecondWithItsLastChange() {
        int told = 0;
        Announcement last = change("none", "proj-1");
        for (int millisecond = 0; millisecond < 1_000; millisecond++) {
            last = change("change-" + millisecond, "proj-1");
            coalescer.offer(last);
            told += coalescer.due(now).size();
            pass(Duration.ofMillis(1));
        }
        assertThat(told).isEqualTo(10);
        pass(INTERVAL);
        assertThat(coalescer.due(now)).containsExactly(last);
    }

    @Test
    void otherProjectsDoNotWaitForIt() {
        coalescer.offer(change("a", "proj-1"));
        coalescer.due(now);
        coalescer.offer(change("b", "proj-1"));
        coalescer.offer(change("c", "proj-2"));
        assertThat(coalescer.due(now)).containsExactly(change("c", "proj-2"));
        pass(Duration.ofMillis(40));
        assertThat(coalescer.nanosUntilDue(now)).hasValue(Duration.ofMillis(60).toNanos());
    }

    @Test
    void newsOfNodesIsCoalescedByItsKind() {
        for (int i = 0; i < 3; i++) {
            coalescer.offer(Announcement.ofNodes("lease_expired"));
            coalescer.offer(Announcement.ofNodes("control.node_join"));
        }
        assertThat(coalescer.due(now))
                .isEqualTo(List.of(Announcement.ofNodes("lease_expired"), Announcement.ofNodes("control.node_join")));
        coalescer.offer(Announcement.ofNodes("lease_expired"));
        assertThat(coalescer.due(now)).isEmpty();
        assertThat(coalescer.size()).isEqualTo(1);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static Announcement change(String reason, String projectId) {
        return new Announcement(reason, projectId);
    }
}
