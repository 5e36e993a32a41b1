package io.spiderweb.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final AtomicInteger overflows = new AtomicInteger();

    @Test
    void framesAreHandledInOrder() {
        try (Mailbox mailbox =
                Mailbox.start("test", Mailbox.Limits.DEFAULT, handled::add, overflows::incrementAndGet)) {
            List<String> frames =
                    IntStream.range(0, 1000).mapToObj(Integer::toString).toList();
            frames.forEach(mailbox::offer);
            await().untilAsserted(() -> assertThat(handled).isEqualTo(frames));
            assertThat(overflows).hasValue(0);
        }
    }

    @Test
    void oneFrameTooManyClosesTheConnectionAndDropsTheRest() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Mailbox mailbox = Mailbox.start(
                "test",
                new Mailbox.Limits(2, 1 << 20),
                frame -> {
                    stuck.countDown();
                    release.await();
                    handled.add(frame);
                },
                overflows::incrementAndGet);
        mailbox.offer("in the handler");
        stuck.await();
        assertThat(mailbox.offer("first")).isTrue();
        assertThat(mailbox.offer("second")).isTrue();
        assertThat(mailbox.offer("one too many")).isFalse();
        assertThat(mailbox.offer("after the end")).isFalse();
        release.countDown();
        assertThat(overflows).hasValue(1);
        assertThat(handled).doesNotContain("first", "second");
    }

    @Test
    void bytesAreBoundedAsFramesAre() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        try (Mailbox mailbox = Mailbox.start(
                "test",
                new Mailbox.Limits(1000, 10),
                frame -> {
                    stuck.countDown();
                    new CountDownLatch(1).await();
                },
                overflows::incrementAndGet)) {
            mailbox.offer("a frame larger than the limit passes when nothing else waits");
            stuck.await();
            assertThat(mailbox.offer("12345678")).isTrue();
            assertThat(mailbox.offer("12345678")).isFalse();
            assertThat(overflows).hasValue(1);
        }
    }

    @Test
    void aHandlerThatFailsEndsItsConnectionOnce() {
        Mailbox mailbox = Mailbox.start(
                "test",
                Mailbox.Limits.DEFAULT,
                frame -> {
                    throw new IOException("the peer sent " + frame);
                },
                overflows::incrementAndGet);
        mailbox.offer("nonsense");
        mailbox.offer("more");
        await().untilAsserted(() -> assertThat(overflows).hasValue(1));
        assertThat(mailbox.offer("later")).isFalse();
    }

    @Test
    void closingInterruptsAHandlerThatWaits() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Mailbox mailbox = Mailbox.start(
                "test",
                Mailbox.Limits.DEFAULT,
                frame -> {
                    try {
                        stuck.countDown();
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                },
                overflows::incrementAndGet);
        mailbox.offer("wait");
        stuck.await();
        mailbox.close();
        interrupted.await();
        assertThat(overflows).as("closing is no overflow").hasValue(0);
    }

    @Test
    void theLastWordsOfAPeerThatIsGoneAreHandledBeforeItsEndIsTold() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        Mailbox mailbox = Mailbox.start(
                "test",
                Mailbox.Limits.DEFAULT,
                frame -> {
                    release.await();
                    handled.add(frame);
                },
                overflows::incrementAndGet);
        mailbox.offer("first");
        mailbox.offer("last words");
        mailbox.drain(() -> handled.add("(end)"));
        assertThat(mailbox.offer("too late")).isFalse();
        release.countDown();
        await().untilAsserted(() -> assertThat(handled).containsExactly("first", "last words", "(end)"));
    }
}
