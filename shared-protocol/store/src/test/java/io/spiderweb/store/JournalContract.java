package io.spiderweb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.store.Journal.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every backend does with the journal. */
public abstract class JournalContract extends LeasesContract {
    private static final int KEPT = 1_000;
    private static final long FIRST_PAGE = Long.MAX_VALUE;

    private List<Entry> newest(int limit) {
        return store.journal().newest(null, FIRST_PAGE, limit);
    }

    @Test
    void entriesAreReadNewestFirstInPages() {
        long before = store.nowMs();
        for (int i = 1; i <= 5; i++) {
            store.journal().append("ann", "entry " + i, KEPT);
        }
        long after = store.nowMs();

        List<Entry> first = newest(2);
        List<Entry> second = store.journal().newest(null, first.getLast().id(), 100);

        assertThat(first).extracting(Entry::text).containsExactly("entry 5", "entry 4");
        assertThat(second).extracting(Entry::text).containsExactly("entry 3", "entry 2", "entry 1");
        assertThat(first)
                .allSatisfy(entry -> assertThat(entry.writtenAtMs()).isBetween(before, after + A_ROUND_TRIP.toMillis()))
                .extracting(Entry::topic)
                .containsOnly("ann");
        assertThat(store.journal().newest(null, second.getLast().id(), 1)).isEmpty();
        assertThat(store.revision()).as("entries are no revisions").isZero();
    }

    @Test
    void entriesOfATopicAreFoundAmongTheOthers() {
        store.journal().append("ann", "1", KEPT);
        store.journal().append("ann'", "2", KEPT);
        store.journal().append("ann", "3", KEPT);

        assertThat(store.journal().newest("ann", FIRST_PAGE, 10))
                .extracting(Entry::text)
                .containsExactly("3", "1");
        assertThat(store.journal().newest("bob", FIRST_PAGE, 10)).isEmpty();
    }

    @Test
    void theOldestEntriesMakeRoom() {
        for (int i = 1; i <= 10; i++) {
            store.journal().append("ann", "" + i, 3);
        }

        assertThat(newest(10)).extracting(Entry::text).containsExactly("10", "9", "8");
    }

    @Test
    void entriesAndTheirNumbersOutliveTheProcess() {
        store.journal().append("ann", "1", KEPT);
        long last = store.journal().append("ann", "2", 1);

        reopen(KEPT_REVISIONS);

        assertThat(newest(10)).extracting(Entry::text).containsExactly("2");
        assertThat(store.journal().append("ann", "3", 1)).isGreaterThan(last);
    }

    @Test
    void whatCannotBeKeptIsRefused() {
        Journal journal = store.journal();
        assertThatThrownBy(() -> journal.append("", "text", KEPT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.append("ann", "x".repeat(Journal.MAX_BYTES + 1), KEPT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.append("ann", "nul \0", KEPT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.append("ann", "text", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> newest(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(newest(10)).isEmpty();
    }
}
