package io.spiderweb.node.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spiderweb.node.retry.ReplyCache.Limits;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.RetryId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyCacheTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final ReplyCache cache = new ReplyCache(new Limits(2, 4, 6, LONG));
    private final Replies replies = cache.join("holder", "client");
    private final AtomicInteger changes = new AtomicInteger();

    @Test
    void aChangeThatComesAgainGetsItsFirstReply() throws IOException {
        assertThat(change(1, 0)).isEqualTo(1);
        assertThat(change(1, 0)).isEqualTo(1);
        assertThat(change(2, 0)).isEqualTo(2);
    }

    @Test
    void aFailureIsRememberedToo() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> replies.once(new RetryId(1, 0), () -> {
                        changes.incrementAndGet();
                        throw new FsException(Errno.EEXIST, "it is there");
                    }))
                    .hasMessage("it is there");
        }
        assertThat(changes).hasValue(1);
    }

    @Test
    void aChangeThatComesWhileItIsBeingMadeWaitsForTheOutcome() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<FsReply> first = async(() -> {
            begun.countDown();
            goOn.await();
            return new FsReply.Written(changes.incrementAndGet());
        });
        begun.await();
        CompletableFuture<FsReply> second = async(() -> new FsReply.Written(changes.incrementAndGet()));
        goOn.countDown();
        assertThat(second.get()).isSameAs(first.get());
        assertThat(changes).hasValue(1);
    }

    @Test
    void whatHasBeenAnsweredIsForgottenAndNeverDoneAgain() throws IOException {
        change(1, 0);
        change(2, 1);
        assertThat(cache.size()).isEqualTo(1);
        assertForgotten(1);
        assertThat(change(2, 1)).isEqualTo(2);
    }

    @Test
    void aClientThatNeverSaysWhatItHasLosesTheOldest() throws IOException {
        for (int rid = 1; rid <= 5; rid++) {
            change(rid, 0);
        }
        assertThat(cache.size()).isEqualTo(4);
        assertForgotten(1);
        assertThat(change(5, 0)).isEqualTo(5);
    }

    @Test
    void allClientsTogetherAreBounded() throws IOException {
        Replies other = cache.join("holder", "other");
        for (int rid = 1; rid <= 4; rid++) {
            change(rid, 0);
            other.once(new RetryId(rid, 0), FsReply.Done::new);
        }
        assertThat(cache.size()).isLessThanOrEqualTo(6);
    }

    @Test
    void aClientFindsItsRepliesAfterABreakAndNobodyElseDoes() {
        cache.leave(replies);
        assertThat(cache.join("holder", "client")).isSameAs(replies);
        assertThat(cache.join("somebody else", "client")).isNotSameAs(replies);
    }

    @Test
    void whoStaysAwayTooLongOrIsOneOfTooManyIsForgotten() throws IOException {
        ReplyCache hasty = new ReplyCache(new Limits(2, 4, 6, Duration.ofMillis(10)));
        Replies gone = hasty.join("holder", "gone");
        gone.once(new RetryId(1, 0), FsReply.Done::new);
        hasty.leave(gone);
        await().until(() -> hasty.size() == 0);
        assertThat(hasty.join("holder", "gone").id()).isNotEqualTo(gone.id());

        replies.once(new RetryId(1, 0), FsReply.Done::new);
        cache.leave(replies);
        cache.join("holder", "second");
        cache.join("holder", "third");
        assertThat(cache.join("holder", "client").id()).isNotEqualTo(replies.id());
        assertThat(cache.size()).isZero();
    }

    /** Whatever comes again, in whatever order: no change is made twice, and each reply is that of its own change. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noChangeIsMadeTwice(long seed) {
        Random random = new Random(seed);
        Replies mine = new ReplyCache(new Limits(1, 4, 100, LONG)).join("h", "c");
        List<Integer> made = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int rid = 1 + i / 10 + random.nextInt(6);
            try {
                FsReply reply = mine.once(new RetryId(rid, 0), () -> {
                    made.add(rid);
                    return new FsReply.Written(rid);
                });
                assertThat(reply).isEqualTo(new FsReply.Written(rid));
            } catch (IOException e) {
                assertThat(((FsException) e).errno()).isEqualTo(Errno.EIO);
            }
        }
        assertThat(made).doesNotHaveDuplicates();
    }

    private long change(long rid, long answered) throws IOException {
        var reply = replies.once(new RetryId(rid, answered), () -> new FsReply.Written(changes.incrementAndGet()));
        return ((FsReply.Written) reply).count();
    }

    private void assertForgotten(long rid) {
        assertThatThrownBy(() -> change(rid, 0))
                .isInstanceOfSatisfying(
                        FsException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EIO))
                .hasMessageContaining("not known");
    }

    private interface Made {
        FsReply make() throws InterruptedException;
    }

    private CompletableFuture<FsReply> async(Made made) {
        CompletableFuture<FsReply> reply = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                reply.complete(replies.once(new RetryId(1, 0), () -> {
                    try {
                        return made.make();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }));
            } catch (IOException e) {
                reply.completeExceptionally(e);
            }
        });
        return reply;
    }
}
