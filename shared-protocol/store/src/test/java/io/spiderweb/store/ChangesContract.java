package io.spiderweb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every backend does with the log of changes. */
public abstract class ChangesContract extends StoreContract {

    private List<Change> changesSince(long revision, int limit) {
        return ((Changes.Page) store.changesSince(revision, limit)).changes();
    }

    @Test
    void theLogHasEveryChangeInOrder() {
        long first = commit(Write.create(key("b"), "1"), Write.create(key("a"), "1"));
        store.commit(Transaction.of(Write.create(key("a"), "refused")));
        long second = commit(Write.set(key("a"), "2"));
        long third = commit(Write.delete(key("b")));

        assertThat(changesSince(0, 100))
                .containsExactly(
                        new Change(first, key("b"), new Content("1")),
                        new Change(first, key("a"), new Content("1")),
                        new Change(second, key("a"), new Content("2")),
                        new Change(third, key("b"), null));
        assertThat(changesSince(second, 100)).extracting(Change::revision).containsExactly(third);
        assertThat(changesSince(third, 100)).isEmpty();
        assertThat(third).isEqualTo(store.revision());
    }

    @Test
    void aWatcherThatFollowsInSmallPagesSeesWholeTransactions() {
        for (int i = 0; i < 10; i++) {
            commit(Write.set(key("a"), "" + i), Write.set(key("b"), "" + i), Write.set(key("c"), "" + i));
        }

        List<Change> seen = new ArrayList<>();
        List<Change> page = changesSince(0, 4);
        while (!page.isEmpty()) {
            assertThat(page).hasSize(6);
            seen.addAll(page);
            page = changesSince(seen.getLast().revision(), 4);
        }

        assertThat(seen).isEqualTo(changesSince(0, 1_000)).hasSize(30);
    }

    @Test
    void oldChangesAreDroppedButDocumentsStay() {
        reopen(5);
        for (int i = 1; i <= 20; i++) {
            commit(Write.create(key("thing-" + i), "" + i));
        }
        long newest = store.revision();

        assertThat(store.changesSince(newest - 6, 100)).isEqualTo(new Changes.Reload(newest));
        assertThat(store.changesSince(0, 100)).isEqualTo(new Changes.Reload(newest));
        assertThat(changesSince(newest - 5, 100)).hasSize(5);
        assertThat(listAll(Range.of("things"))).hasSize(20);
    }

    @Test
    void revisionsGoOnAfterEverythingWasDeletedAndDropped() {
        reopen(1);
        commit(Write.create(key("a"), ""));
        long deleted = commit(Write.delete(key("a")));

        reopen(1);

        assertThat(store.revision()).isEqualTo(deleted);
        assertThat(commit(Write.create(key("a"), ""))).isEqualTo(deleted + 1);
    }

    @Test
    void whoeverWaitsIsWokenByTheNextCommit() throws Exception {
        long before = commit(Write.create(key("a"), "1"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting = threads.submit(() -> store.awaitChange(before, Duration.ofMinutes(1)));

            commit(Write.set(key("a"), "2"));

            assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(store.awaitChange(before, Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void whoeverWaitsForNothingIsToldAfterTheTimeout() {
        long newest = commit(Write.create(key("a"), "1"));
        store.leases().renew("node-1", Duration.ofHours(1));

        assertThat(store.awaitChange(newest, Duration.ofMillis(50))).isFalse();
    }

    @Test
    void whoeverWaitsIsToldThatTheStoreIsClosed() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting = threads.submit(() -> store.awaitChange(0, Duration.ofMinutes(1)));

            store.close();

            assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).hasMessageContaining("is closed");
        }
    }

    @Test
    void aWatcherAheadOfARestoredBackupIsToldToReload() {
        long newest = commit(Write.create(key("a"), ""));

        assertThat(store.changesSince(newest + 1, 100)).isEqualTo(new Changes.Reload(newest));
    }

    @Test
    void nothingIsLeftOfReplacedContentOnceChangesAreForgotten() {
        commit(Write.create(key("a"), "old"));
        long newest = commit(Write.set(key("b"), "new"));

        store.forgetChanges();

        assertThat(store.changesSince(0, 100)).isEqualTo(new Changes.Reload(newest));
        assertThat(changesSince(newest, 100)).isEmpty();
        assertThat(read(key("a")).text()).isEqualTo("old");
        assertThat(commit(Write.set(key("a"), "newer"))).isEqualTo(newest + 1);
    }
}
