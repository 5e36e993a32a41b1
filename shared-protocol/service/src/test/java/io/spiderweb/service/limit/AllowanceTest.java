package io.spiderweb.service.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    // near the overflow that System.nanoTime may have
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Allowance allowance = new Allowance(3, Duration.ofSeconds(60), now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void whoHasUsedItUpWaitsUntilTheOldestUseIsOver() {
        for (int i = 0; i < 3; i++) {
            assertThat(allowance.take("a")).isZero();
            pass(Duration.ofSeconds(10));
        }
        assertThat(allowance.take("a")).isEqualTo(Duration.ofSeconds(30));
        assertThat(allowance.take("b")).as("others are not held up").isZero();

        pass(Duration.ofSeconds(30));
        assertThat(allowance.take("a")).isZero();
        assertThat(allowance.take("a")).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatIsKeptIsBounded() {
        for (int i = 0; i < 3; i++) {
            allowance.take("first");
        }
        for (int i = 0; i < 10_000; i++) {
            allowance.take("other " + i);
        }
        assertThat(allowance.take("first")).as("forgotten").isZero();
    }
}
