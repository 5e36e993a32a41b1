package io.spiderweb.control.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DebounceTest {

    private final Debounce debounce = new Debounce();

    @Test
    void oneChangeIsLookedAtOnceNothingMoreComes() {
        assertThat(debounce.isDue(ms(0))).isFalse();
        debounce.request(ms(0));
        assertThat(debounce.isDue(ms(249))).isFalse();
        assertThat(debounce.isDue(ms(250))).isTrue();
        debounce.done();
        assertThat(debounce.isDue(ms(10_000))).isFalse();
    }

    @Test
    @DisplayName("control 11 row 13: steady changes cannot put it off for more than 2 s")
    void steadyChangesPutItOffOnlySoFar() {
        for (int now = 0; now < 2_000; now += 100) {
            debounce.request(ms(now));
            assertThat(debounce.isDue(ms(now + 99))).as("at %d ms", now + 99).isFalse();
        }
        debounce.request(ms(2_000));
        assertThat(debounce.isDue(ms(2_000))).isTrue();
    }

    // as System.nanoTime, which may be negative and run over
    private static long ms(long milliseconds) {
        return Long.MAX_VALUE
                - Duration.ofSeconds(1).toNanos()
                + Duration.ofMillis(milliseconds).toNanos();
    }
}
