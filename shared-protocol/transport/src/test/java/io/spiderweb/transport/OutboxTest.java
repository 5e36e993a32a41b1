package io.spiderweb.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final List<CompletableFuture<Void>> leaving = new ArrayList<>();
    private final List<Integer> closes = new ArrayList<>();
    private final Outbox outbox = new Outbox(
            new Outbox.Sink() {
                @Override
                public CompletionStage<Void> send(String frame) {
                    leaving.add(new CompletableFuture<>());
                    return leaving.getLast();
                }

                @Override
                public void close(int code, String reason) {
                    closes.add(code);
                }
            },
            10);

    @Test
    void aPeerThatReadsIsNeverCutOff() {
        for (int i = 0; i < 100; i++) {
            assertThat(outbox.send("12345678")).isTrue();
            leaving.getLast().complete(null);
        }
        assertThat(outbox.pendingCharacters()).isZero();
        assertThat(closes).isEmpty();
    }

    @Test
    void aPeerThatDoesNotReadIsCutOffOnce() {
        assertThat(outbox.send("12345678")).isTrue();
        assertThat(outbox.send("123")).isFalse();
        assertThat(outbox.send("1")).isFalse();
        assertThat(closes).containsExactly(Outbox.CLOSE_POLICY);
    }

    @Test
    void aFrameLargerThanTheLimitPassesWhenNothingElseWaits() {
        assertThat(outbox.send("12345678901234567890")).isTrue();
        assertThat(closes).isEmpty();
    }

    @Test
    void aSendThatFailedEndsTheConnection() {
        outbox.send("1");
        leaving.getFirst().completeExceptionally(new java.io.IOException("reset"));
        assertThat(outbox.isOpen()).isFalse();
        assertThat(outbox.send("2")).isFalse();
    }
}
