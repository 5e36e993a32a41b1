package io.spiderweb.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Leases, updated in place: a renewal costs one small row however many leases there are, and is no revision. The store
 * does nothing when a lease runs out; whoever leads decides what that means and commits it as a change. Since a renewal
 * may arrive between its look and its commit, it looks once more after the commit.
 */
public interface Leases {

    Optional<Lease> get(String id);

    /**
     * Leases ordered by the UTF-8 bytes of their id, also those that ran out.
     *
     * @param after the last id of the page before, "" for the first page
     * @param limit 1 to {@value Range#MAX_LIMIT}
     */
    List<Lease> list(String after, int limit);

    /** All leases, read page by page. */
    default Stream<Lease> all() {
        return Stream.iterate(
                        list("", Range.MAX_LIMIT),
                        page -> !page.isEmpty(),
                        page -> list(page.getLast().id(), Range.MAX_LIMIT))
                .flatMap(List::stream);
    }

    /**
     * Leases that have run out by now, in the order of their expiry. A renewal that took long, or a clock that was set back,
     * can put an expiry before those already seen, so whoever goes on from the last one also begins anew now and then.
     *
     * @param after the expiry of the last lease seen, {@link Expiry#FIRST} to begin
     * @param limit 1 to {@value Range#MAX_LIMIT}
     */
    List<Lease> expired(Expiry after, int limit);

    /** How many leases have not run out. */
    long running();

    /** Grants or prolongs a lease until {@code ttl} from now, in database time. */
    Lease renew(String id, Duration ttl);

    /** Forgets a lease; does nothing if there is none. */
    void drop(String id);
}
