package io.spiderweb.service.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Answers those who show a wrong token; who shows too many is told to wait. Who shows a right one is let in all the same: many
 * share an address, such as all services of one machine, and one of them with an old token must not lock out the others. Tokens
 * are too long to be guessed at any speed.
 */
@Singleton
public class FailedLogins {

    /** How many wrong tokens an address may show within {@link #WINDOW}. */
    static final int MAX_FAILURES = 20;

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Logger LOG = Logger.getLogger(FailedLogins.class);

    /**
     * How an upgrade is refused.
     *
     * @param status 401, or 429 for who has to wait
     * @param message for people
     */
    public record Refusal(int status, String message, Map<String, List<String>> headers) {

        static final Refusal UNKNOWN = new Refusal(
                401,
                "the token is missing or not known here: send the header 'Authorization: Bearer <token>'",
                Map.of("WWW-Authenticate", List.of("Bearer realm=\"spiderweb\", error=\"invalid_token\"")));

        static Refusal wait(Duration time) {
            long seconds = time.plusSeconds(1).toSeconds();
            return new Refusal(
                    429,
                    "too many wrong tokens came from your address: wait " + seconds + " s, or show a right one",
                    Map.of("Retry-After", List.of(String.valueOf(seconds))));
        }
    }

    private final Allowance failures;
    private final Allowance warnings = new Allowance(1, WINDOW);
    private final Counter rejected;

    @Inject
    public FailedLogins(MeterRegistry registry) {
        this(registry, new Allowance(MAX_FAILURES, WINDOW));
    }

    FailedLogins(MeterRegistry registry, Allowance failures) {
        this.failures = failures;
        this.rejected = Counter.builder("spiderweb.rejected.logins")
                .description("upgrades that were refused because of a wrong token")
                .register(registry);
    }

    /** Counts a wrong token that came from this address. */
    public Refusal refuse(String address) {
        rejected.increment();
        Duration wait = failures.take(address);
        Refusal refusal = wait.isZero() ? Refusal.UNKNOWN : Refusal.wait(wait);
        if (wait.isZero()) {
            LOG.infof("refused with HTTP %d: %s showed no known token", refusal.status(), address);
        } else if (warnings.take(address).isZero()) {
            LOG.warnf(
                    "%s showed %d wrong tokens within a minute: refused with HTTP %d",
                    address, MAX_FAILURES, refusal.status());
        }
        return refusal;
    }
}
