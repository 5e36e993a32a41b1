package io.spiderweb.service.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spiderweb.service.limit.FailedLogins.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {

    private final AtomicLong now = new AtomicLong();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FailedLogins logins =
            new FailedLogins(registry, new Allowance(FailedLogins.MAX_FAILURES, Duration.ofMinutes(1), now::get));

    @Test
    void whoShowsTooManyWrongTokensIsToldHowLongToWait() {
        for (int i = 0; i < FailedLogins.MAX_FAILURES; i++) {
            assertThat(logins.refuse("10.0.0.1").status()).isEqualTo(401);
        }
        now.addAndGet(Duration.ofMillis(19_500).toNanos());

        Refusal refusal = logins.refuse("10.0.0.1");
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.headers()).containsEntry("Retry-After", List.of("41"));
        assertThat(logins.refuse("10.0.0.2").status()).as("others").isEqualTo(401);
        assertThat(registry.get("spiderweb.rejected.logins").counter().count())
                .isEqualTo(FailedLogins.MAX_FAILURES + 2);

        now.addAndGet(Duration.ofSeconds(41).toNanos());
        assertThat(logins.refuse("10.0.0.1").status()).isEqualTo(401);
    }
}
