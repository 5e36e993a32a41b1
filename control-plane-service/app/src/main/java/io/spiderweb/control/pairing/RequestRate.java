package io.spiderweb.control.pairing;

import io.spiderweb.control.Refused;
import io.spiderweb.service.limit.Allowance;
import io.spiderweb.wire.ErrorCode;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How many requests to join one address may file, since those who file them show nothing. */
@Singleton
public class RequestRate {

    private static final int MAX_REQUESTS = 10;

    private final Allowance filed = new Allowance(MAX_REQUESTS, Duration.ofMinutes(1));

    /** @throws Refused if this address has filed too many already; otherwise this one is counted */
    public void count(String address) throws Refused {
        if (!filed.take(address).isZero()) {
            throw new Refused(
                    ErrorCode.CONTROL_PLANE_ERROR,
                    "your address has filed " + MAX_REQUESTS + " requests to join within a minute: wait a little");
        }
    }
}
