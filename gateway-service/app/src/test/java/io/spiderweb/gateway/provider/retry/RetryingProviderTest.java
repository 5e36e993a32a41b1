package io.spiderweb.gateway.provider.retry;

import static io.spiderweb.gateway.testing.ScriptedProvider.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderEvent.Completed;
import io.spiderweb.gateway.provider.ProviderEvent.Failed;
import io.spiderweb.gateway.provider.ProviderEvent.TextDelta;
import io.spiderweb.gateway.provider.ProviderFailure;
import io.spiderweb.gateway.provider.ProviderRequest;
import io.spiderweb.gateway.testing.ScriptedProvider;
import io.spiderweb.gateway.testing.ScriptedProvider.Script;
import io.spiderweb.transport.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class RetryingProviderTest {

    private static final RetryPolicy POLICY =
            new RetryPolicy(3, new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)), Duration.ofSeconds(30));
    private static final ProviderRequest REQUEST = new ProviderRequest("", "", List.of(), List.of());

    private final ScriptedProvider scripted = new ScriptedProvider();
    private final RetryingProvider provider = new RetryingProvider(scripted, POLICY);
    private final List<ProviderEvent> events = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "TIMEOUT", "UNAVAILABLE", "STREAM_CUT"})
    void aFailureThatMayPassIsHiddenWhereTheNextAttemptSucceeds(ProviderFailure kind) throws Exception {
        scripted.next(failing(kind, null));
        scripted.next(failing(kind, Duration.ZERO));
        scripted.next(saying("hello"));
        provider.stream(REQUEST, events::add);
        assertThat(events).hasSize(2).first().isEqualTo(new TextDelta("hello"));
        assertThat(events.getLast()).isInstanceOf(Completed.class);
    }

    @Test
    void afterThreeAttemptsTheFailureIsToldOnce() throws Exception {
        for (int i = 0; i < 4; i++) {
            scripted.next(failing(ProviderFailure.UNAVAILABLE, null));
        }
        provider.stream(REQUEST, events::add);
        assertThat(events).singleElement().isInstanceOf(Failed.class);
        assertThat(scripted.requests).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTH_FAILED", "REQUEST_INVALID", "STREAM_FAILED"})
    void aFailureThatWillComeAgainIsToldAtOnce(ProviderFailure kind) throws Exception {
        scripted.next(failing(kind, null));
        provider.stream(REQUEST, events::add);
        assertThat(events).singleElement().isInstanceOf(Failed.class);
        assertThat(scripted.requests).hasSize(1);
    }

    @Test
    void nothingIsAskedAgainOnceSomethingWasSaid() throws Exception {
        scripted.next((request, out) -> {
            out.accept(new TextDelta("half an ans"));
            failing(ProviderFailure.STREAM_CUT, null).play(request, out);
        });
        provider.stream(REQUEST, events::add);
        assertThat(events).hasSize(2).last().isInstanceOf(Failed.class);
        assertThat(scripted.requests).hasSize(1);
    }

    @Test
    void aProviderThatWantsALongRestIsNotAskedAgain() throws Exception {
        scripted.next(failing(ProviderFailure.RATE_LIMITED, Duration.ofMinutes(5)));
        provider.stream(REQUEST, events::add);
        assertThat(events).singleElement().isInstanceOf(Failed.class);
    }

    @Test
    void aWaitEndsWhenTheTurnIsCancelled() throws Exception {
        scripted.next(failing(ProviderFailure.RATE_LIMITED, Duration.ofSeconds(29)));
        AtomicReference<@Nullable Throwable> end = new AtomicReference<>();
        Thread turn = Thread.ofVirtual().start(() -> {
            try {
                provider.stream(REQUEST, events::add);
            } catch (InterruptedException e) {
                end.set(e);
            }
        });
        await().until(() -> scripted.requests.size() == 1);
        turn.interrupt();
        await().untilAsserted(() -> assertThat(end).hasValueMatching(InterruptedException.class::isInstance));
        assertThat(events).isEmpty();
    }

    private static Script failing(ProviderFailure kind, @Nullable Duration retryAfter) {
        return (request, out) -> out.accept(new Failed(kind, "a test", retryAfter));
    }
}
