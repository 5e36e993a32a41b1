package io.spiderweb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spiderweb.store.Leadership.Held;
import io.spiderweb.store.Leadership.HeldByOther;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every backend does with leases, leadership and time. */
public abstract class LeasesContract extends ChangesContract {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    /** How far {@link Store#nowMs} may be behind, on a busy machine. */
    static final Duration A_ROUND_TRIP = Duration.ofSeconds(5);

    private Leadership lead(String holder, Duration ttl) {
        return store.lead(new Candidate("timers", holder, ttl));
    }

    private Fence win(String holder, Duration ttl) {
        return ((Held) lead(holder, ttl)).fence();
    }

    @Test
    void aLeaseLastsFromItsRenewalForItsTtlAndLeavesNoRevision() {
        long before = store.nowMs();
        Lease lease = store.leases().renew("node-1", LONG);
        long after = store.nowMs();

        assertThat(lease.renewedAtMs()).isBetween(before, after + A_ROUND_TRIP.toMillis());
        assertThat(lease.expiresAtMs() - lease.renewedAtMs()).isEqualTo(LONG.toMillis());
        assertThat(lease.expiredAt(lease.expiresAtMs() - 1)).isFalse();
        assertThat(lease.expiredAt(lease.expiresAtMs())).isTrue();
        assertThat(store.leases().get("node-1")).contains(lease);
        assertThat(store.revision()).isZero();
    }

    @Test
    void aRenewalReplacesTheLease() {
        store.leases().renew("node-1", LONG);
        Lease renewed = store.leases().renew("node-1", Duration.ofSeconds(1));

        assertThat(store.leases().list("", 10)).containsExactly(renewed);
    }

    @Test
    void aLeaseThatRanOutIsStillListedUntilItIsDropped() {
        Lease lease = store.leases().renew("node-1", Duration.ofMillis(1));
        await().until(() -> lease.expiredAt(store.nowMs()));
        assertThat(store.leases().get("node-1")).contains(lease);

        store.leases().drop("node-1");
        store.leases().drop("node-1");

        assertThat(store.leases().get("node-1")).isEmpty();
        assertThat(store.leases().list("", 10)).isEmpty();
    }

    @Test
    void leasesThatRanOutAreFoundInTheOrderInWhichTheyDid() {
        Lease late = store.leases().renew("node-1", Duration.ofMillis(30));
        Lease early = store.leases().renew("node-2", Duration.ofMillis(1));
        store.leases().renew("node-3", LONG);
        Lease renewed = store.leases().renew("node-4", Duration.ofMillis(1));
        await().until(() -> late.expiredAt(store.nowMs()) && renewed.expiredAt(store.nowMs()));
        store.leases().renew("node-4", LONG);

        // a disk that was slow in between may have turned them round
        List<Lease> ranOut = Stream.of(late, early)
                .sorted(Comparator.comparingLong(Lease::expiresAtMs).thenComparing(Lease::id))
                .toList();
        assertThat(store.leases().expired(Expiry.FIRST, 10)).isEqualTo(ranOut);
        assertThat(store.leases().expired(Expiry.FIRST, 1)).containsExactly(ranOut.getFirst());
        assertThat(store.leases().expired(ranOut.getFirst().expiry(), 1)).containsExactly(ranOut.getLast());
        assertThat(store.leases().expired(ranOut.getLast().expiry(), 1)).isEmpty();
        assertThat(store.leases().running()).isEqualTo(2);
    }

    @Test
    void leasesAreListedInPagesAndSurviveAReopening() {
        List<Lease> leases = List.of(
                store.leases().renew("node-1", LONG),
                store.leases().renew("node-2", LONG),
                store.leases().renew("node-3", LONG));

        reopen(KEPT_REVISIONS);

        assertThat(store.leases().list("", 2)).isEqualTo(leases.subList(0, 2));
        assertThat(store.leases().list("node-2", 2)).isEqualTo(leases.subList(2, 3));
        assertThat(store.leases().list("node-3", 2)).isEmpty();
    }

    @Test
    void aTtlThatMakesNoSenseIsRefused() {
        for (Duration ttl : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(366))) {
            assertThatThrownBy(() -> store.leases().renew("node-1", ttl)).hasMessageContaining(ttl.toString());
            assertThatThrownBy(() -> lead("a", ttl)).hasMessageContaining(ttl.toString());
        }
    }

    @Test
    void oneLeadsUntilItsTimeRunsOut() {
        Fence first = win("a", SHORT);
        await().until(() -> lead("b", LONG) instanceof Held);

        assertThat(lead("a", LONG)).isInstanceOfSatisfying(HeldByOther.class, other -> {
            assertThat(other.holder()).isEqualTo("b");
            assertThat(other.untilMs()).isGreaterThan(store.nowMs());
        });
        assertThat(win("b", LONG).epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void aRenewalInTimeKeepsTheEpochAndALateOneGetsANewOne() {
        Fence first = win("a", LONG);
        assertThat(win("a", LONG)).isEqualTo(first);

        long untilMs = ((Held) lead("a", SHORT)).untilMs();
        await().until(() -> store.nowMs() >= untilMs);

        assertThat(win("a", LONG).epoch()).isEqualTo(first.epoch() + 1);
    }

    @Test
    void whoResignsIsFollowedAtOnce() {
        Fence first = win("a", LONG);
        store.resign(first);
        Fence second = win("b", LONG);

        store.resign(first);

        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(lead("a", LONG)).isInstanceOf(HeldByOther.class);
    }

    @Test
    void aFormerLeaderWritesNothing() {
        Fence first = win("a", LONG);
        store.commit(Transaction.of(Write.set(key("x"), "first")).fencedBy(first));
        store.resign(first);
        Fence second = win("b", LONG);

        Commit late = store.commit(Transaction.of(Write.set(key("x"), "late"), Write.set(key("y"), "late"))
                .fencedBy(first));

        assertThat(late).isEqualTo(new Commit.Fenced(second.epoch()));
        assertThat(listAll(Range.of("things"))).extracting(Document::text).containsExactly("first");
        assertThat(store.commit(Transaction.of(Write.set(key("x"), "second")).fencedBy(second)))
                .isInstanceOf(Commit.Committed.class);
    }

    @Test
    void aFenceOfALeadershipThatNeverWasWritesNothing() {
        Transaction transaction = Transaction.of(Write.set(key("x"), "")).fencedBy(new Fence("timers", 1));

        assertThat(store.commit(transaction)).isEqualTo(new Commit.Fenced(0));
        assertThat(store.get(key("x"))).isEmpty();
    }

    @Test
    void leadershipsOfDifferentNamesAreIndependentAndSurviveAReopening() {
        win("a", LONG);
        reopen(KEPT_REVISIONS);

        assertThat(lead("b", LONG)).isInstanceOf(HeldByOther.class);
        assertThat(store.lead(new Candidate("compaction", "b", LONG))).isInstanceOf(Held.class);
    }
}
