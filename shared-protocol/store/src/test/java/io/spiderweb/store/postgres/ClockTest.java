package io.spiderweb.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockTest {
    private long nanos = 7;
    private final Clock clock = new Clock(() -> nanos);

    private void pass(long milliseconds) {
        nanos += Duration.ofMillis(milliseconds).toNanos();
    }

    /** Asks a database that says {@code toldMs}, over a network that takes a while for the answer. */
    private void read(long toldMs, long roundTripMs) {
        long asked = clock.nanos();
        pass(roundTripMs);
        clock.set(asked, toldMs);
    }

    @Test
    void goesOnFromWhatTheDatabaseSaidAndIsNeverAheadOfIt() {
        read(1_000_000, 40);
        assertThat(clock.nowMs()).isEqualTo(1_000_000);

        pass(250);
        assertThat(clock.nowMs()).isEqualTo(1_000_250);
    }

    @Test
    void aSlowAnswerDoesNotMakeItFallBehind() {
        read(1_000_000, 1);
        pass(1_000);

        read(1_001_000, 500);

        assertThat(clock.nowMs()).isEqualTo(1_001_500);
    }

    @Test
    void followsAClockThatWasSet() {
        read(1_000_000, 1);

        read(500_000, 1);
        assertThat(clock.nowMs()).isEqualTo(500_000);

        read(2_000_000, 1);
        assertThat(clock.nowMs()).isEqualTo(2_000_000);
    }
}
