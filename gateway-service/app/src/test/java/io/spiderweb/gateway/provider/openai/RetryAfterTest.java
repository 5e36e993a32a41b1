package io.spiderweb.gateway.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void secondsAndDatesAreUnderstood() {
        assertThat(retryAfter("20")).isEqualTo(Duration.ofSeconds(20));
        assertThat(retryAfter("Sun, 01 Mar 2026 12:01:00 GMT")).isEqualTo(Duration.ofMinutes(1));
        assertThat(retryAfter("Sun, 01 Mar 2026 11:00:00 GMT")).isZero();
    }

    @Test
    void anythingElseCountsAsNothing() {
        assertThat(retryAfter("soon")).isNull();
        assertThat(retryAfter("-1")).isNull();
        assertThat(retryAfter("99999999999999999999")).isNull();
        assertThat(RetryAfter.of(null, NOW)).isNull();
    }

    private static @org.jspecify.annotations.Nullable Duration retryAfter(String value) {
        return RetryAfter.of(value, NOW);
    }
}
