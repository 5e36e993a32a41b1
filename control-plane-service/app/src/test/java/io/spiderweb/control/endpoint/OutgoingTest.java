package io.spiderweb.control.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.transport.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OutgoingTest {

    private final List<String> left = new ArrayList<>();
    private final Outgoing outgoing = new Outgoing(new Outbox(new Recorder(), 1_000), 10);

    private final class Recorder implements Outbox.Sink {
        @Override
        public CompletionStage<Void> send(String frame) {
            left.add(frame);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close(int code, String reason) {
            left.add("close " + code);
        }
    }

    @Test
    void aPushThatComesWhileARequestIsInHandFollowsItsAnswer() {
        outgoing.begin();
        assertThat(outgoing.push("push")).isTrue();
        outgoing.answer("answer");
        outgoing.end();
        assertThat(outgoing.push("later")).isTrue();
        assertThat(left).containsExactly("answer", "push", "later");
    }

    @Test
    void whoIsExpelledGetsTheAnswerToWhatIsInHand() {
        outgoing.begin();
        outgoing.expel("gone");
        outgoing.answer("answer");
        outgoing.end();
        assertThat(left).containsExactly("answer", "close 1008");
        assertThat(outgoing.isOpen()).isFalse();
    }

    @Test
    void whoIsExpelledWhileIdleIsClosedAtOnce() {
        outgoing.expel("gone");
        outgoing.answer("too late");
        assertThat(left).containsExactly("close 1008");
    }

    @Test
    void aRequestThatTakesLongDoesNotCollectPushesWithoutBound() {
        outgoing.begin();
        assertThat(outgoing.push("12345678")).isTrue();
        assertThat(outgoing.push("too much")).isFalse();
        assertThat(outgoing.waiting()).isEqualTo(8);
        outgoing.end();
        assertThat(left).containsExactly("close 1008");
    }
}
