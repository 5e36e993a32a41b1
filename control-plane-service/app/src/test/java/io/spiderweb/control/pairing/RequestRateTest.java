package io.spiderweb.control.pairing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.control.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RequestRateTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final RequestRate rate = new RequestRate(now::get);

    @Test
    void anAddressFilesTenRequestsAMinuteAndOthersAreNotHeldUpByIt() throws Refused {
        for (int i = 0; i < 10; i++) {
            rate.count("10.0.0.1");
        }
        assertThatThrownBy(() -> rate.count("10.0.0.1"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("wait");
        assertThatCode(() -> rate.count("10.0.0.2")).doesNotThrowAnyException();

        now.set(Instant.EPOCH.plus(Duration.ofMinutes(1)));
        assertThatCode(() -> rate.count("10.0.0.1")).doesNotThrowAnyException();
    }

    @Test
    void whatIsKeptOfAddressesIsBounded() throws Refused {
        for (int i = 0; i < 10; i++) {
            rate.count("first");
        }
        for (int i = 0; i < 10_000; i++) {
            rate.count("other " + i);
        }
        assertThatCode(() -> rate.count("first")).as("forgotten").doesNotThrowAnyException();
    }
}
