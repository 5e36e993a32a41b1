package io.spiderweb.gateway.provider.retry;

import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.transport.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a provider is asked, and how long is waited between ({@code spec providers-and-config 7.3}).
 *
 * @param attempts in all
 * @param backoff where the provider does not say how long to wait
 * @param patience the longest wait that a provider may ask for; one that wants more is not asked again
 */
public record RetryPolicy(int attempts, Backoff backoff, Duration patience) {

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(3, new Backoff(Duration.ofMillis(250), Duration.ofSeconds(4)), Duration.ofSeconds(30));

    /** @param attempt that failed, from 1 */
    Optional<Duration> delay(ProviderEvent.Failed failure, int attempt) {
        if (!failure.kind().mayPass() || attempt >= attempts) {
            return Optional.empty();
        }
        Duration asked = failure.retryAfter();
        return asked == null
                ? Optional.of(backoff.delay(attempt))
                : Optional.of(asked).filter(wait -> wait.compareTo(patience) <= 0);
    }
}
