package io.spiderweb.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spiderweb.store.Candidate;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Document;
import io.spiderweb.store.Key;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Leadership.Held;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of two stores loses the way to their database, without a word. */
class CutOffTest {
    private static final Duration TTL = Duration.ofSeconds(1);
    private static final PostgresOptions HASTY = new PostgresOptions(1_000, 2, Duration.ofSeconds(1));

    private Cable cable;
    private Store far;
    private Store near;

    @BeforeEach
    void openTwo() throws Exception {
        String name = Postgres.create("");
        cable = new Cable(Postgres.shared().getPort());
        near = PostgresStore.open(Postgres.database(name), PostgresOptions.DEFAULTS);
        far = PostgresStore.open(Postgres.at(cable.port(), name), HASTY);
    }

    @AfterEach
    void close() throws Exception {
        cable.mend();
        far.close();
        near.close();
        cable.close();
    }

    private static Leadership lead(Store store, String holder) {
        return store.lead(new Candidate("timers", holder, TTL));
    }

    private static Transaction set(String text) {
        return Transaction.of(Write.set(new Key("things", "a"), text));
    }

    @Test
    void anotherLeadsAndWhoComesBackWritesNothingUnderItsOldEpoch() {
        Held first = (Held) lead(far, "far");
        far.commit(set("far").fencedBy(first.fence()));

        cable.cut();
        await().until(() -> lead(near, "near") instanceof Held);
        Held second = (Held) lead(near, "near");
        assertThat(near.commit(set("near").fencedBy(second.fence()))).isInstanceOf(Commit.Committed.class);
        cable.mend();

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(far.commit(set("late").fencedBy(first.fence())))
                        .isEqualTo(new Commit.Fenced(second.fence().epoch())));
        assertThat(far.list(Range.of("things"))).extracting(Document::text).containsExactly("near");
    }

    @Test
    void whoIsCutOffIsToldSoAndComesBackByItself() {
        far.commit(set("before"));
        cable.cut();

        assertThatThrownBy(() -> far.get(new Key("things", "a")))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED));
        assertThatThrownBy(() -> far.commit(set("during"))).isInstanceOf(StoreException.class);
        assertThat(near.commit(set("meanwhile"))).isInstanceOf(Commit.Committed.class);
        long seen = near.revision();

        cable.mend();

        await().ignoreExceptions().until(() -> far.commit(set("after")) instanceof Commit.Committed);
        assertThat(near.awaitChange(seen, Duration.ofMinutes(1))).isTrue();
        near.commit(set("last"));
        assertThat(far.awaitChange(near.revision() - 1, Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void aWriteThatWasSentInVainHasAnUnknownOutcome() {
        // a connection that was used a moment ago is not tried first
        await().untilAsserted(() -> {
            cable.mend();
            far.commit(set("before"));
            cable.cut();
            assertThatThrownBy(() -> far.commit(set("during")))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_OUTCOME));
        });
    }

    @Test
    void aWriteOfWhoWasCutOffDoesNotHoldUpTheOthers() {
        far.commit(set("before"));
        cable.cut();
        assertThatThrownBy(() -> far.commit(set("during"))).isInstanceOf(StoreException.class);

        assertThat(near.commit(set("meanwhile"))).isInstanceOf(Commit.Committed.class);
    }
}
