package io.spiderweb.gateway.provider.retry;

import io.spiderweb.gateway.provider.Provider;
import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks a provider again that failed before it said anything; what has reached the client cannot be taken back. */
public final class RetryingProvider implements Provider {

    private static final Logger LOG = Logger.getLogger(RetryingProvider.class);

    private final Provider provider;
    private final RetryPolicy policy;

    public RetryingProvider(Provider provider, RetryPolicy policy) {
        this.provider = provider;
        this.policy = policy;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public void stream(ProviderRequest request, Consumer<ProviderEvent> events) throws InterruptedException {
        for (int attempt = 1; true; attempt++) {
            Attempt result = new Attempt(events);
            provider.stream(request, result);
            ProviderEvent.Failed failure = result.failure;
            if (failure == null) {
                return;
            }
            Optional<Duration> delay = policy.delay(failure, attempt);
            if (delay.isEmpty()) {
                events.accept(failure);
                return;
            }
            LOG.infof(
                    "provider %s is asked again in %d ms: %s",
                    name(), delay.get().toMillis(), failure.message());
            Thread.sleep(delay.get());
        }
    }

    /** Passes everything on but a failure that comes first. */
    private static final class Attempt implements Consumer<ProviderEvent> {

        private final Consumer<ProviderEvent> events;
        private boolean begun;
        private ProviderEvent.@Nullable Failed failure;

        Attempt(Consumer<ProviderEvent> events) {
            this.events = events;
        }

        @Override
        public void accept(ProviderEvent event) {
            if (!begun && event instanceof ProviderEvent.Failed failed) {
                failure = failed;
            } else {
                begun = true;
                events.accept(event);
            }
        }
    }
}
