package io.spiderweb.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Documents with revisions, a log of their changes, leases, leadership and a journal.
 *
 * <p>Safe for any number of threads; calls block, so make them on virtual threads. A write returns only once it would
 * survive a power cut. Every method throws {@link StoreException} when the store cannot do its work, and only then:
 * expected outcomes are results.
 */
public interface Store extends AutoCloseable {

    Optional<Document> get(Key key);

    /**
     * A page of the documents in {@code range}, ordered by the UTF-8 bytes of their id. A page may be shorter than the
     * limit, for it also ends when it holds about 16 MiB; only an empty page is the end. Pages are not one snapshot: to
     * load everything, note {@link #revision()}, read all pages, then apply {@link #changesSince} that revision.
     */
    List<Document> list(Range range);

    /** All documents of a collection, read page by page. */
    default Stream<Document> all(String collection) {
        Range range = Range.of(collection);
        return Stream.iterate(
                        list(range),
                        page -> !page.isEmpty(),
                        page -> list(range.after(page.getLast().key().id())))
                .flatMap(List::stream);
    }

    /** The collections that have a document, in order; there are a few dozen at most. */
    List<String> collections();

    /** Does all of {@code transaction} or nothing. */
    Commit commit(Transaction transaction);

    /** The newest committed revision; 0 as long as nothing was written. */
    long revision();

    /**
     * The changes after {@code revision}, oldest first. The log keeps a bounded number of revisions, so the answer may
     * be {@link Changes.Reload}.
     *
     * @param limit how many changes are enough, 1 to {@value Range#MAX_LIMIT}. A page ends with a whole transaction, so
     *     it may be longer, and it ends early when it holds about 16 MiB; only an empty page is the end
     */
    Changes changesSince(long revision, int limit);

    /**
     * Waits until something newer than {@code revision} was committed, here or by another process; whoever follows the log
     * calls it when a page was empty.
     *
     * @param timeout the longest wait. It bounds how late a change is noticed where nothing tells of it, so that a second or
     *     so is a good one
     * @return whether there is something newer; false also if the store has gone back behind {@code revision}, of which
     *     {@link #changesSince} tells
     */
    boolean awaitChange(long revision, Duration timeout);

    /**
     * Drops the log up to the newest revision, so that nothing is left of content that was replaced; whoever follows it has
     * to reload.
     */
    void forgetChanges();

    Leases leases();

    Journal journal();

    /**
     * Becomes or stays the leader for the candidate's ttl from now. Leading is won when nobody leads or the leader's time
     * has run out; each win has a new, higher epoch, each renewal in time keeps it.
     */
    Leadership lead(Candidate candidate);

    /** Ends a leadership before its time, so that a successor need not wait. Does nothing if it was lost already. */
    void resign(Fence fence);

    /**
     * Database time in Unix epoch milliseconds, the one that leases and leadership are measured in. It costs no round trip, but may
     * be behind by one.
     */
    long nowMs();

    /** Finishes the writes already accepted, then closes. Later calls throw {@link StoreException.Reason#CLOSED}. */
    @Override
    void close();
}
