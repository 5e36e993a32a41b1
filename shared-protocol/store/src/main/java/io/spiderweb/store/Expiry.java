package io.spiderweb.store;

/**
 * When a lease runs out, as a place in the order of all of them.
 *
 * @param atMs database time, Unix epoch milliseconds
 * @param id of the lease, which orders those of one millisecond
 */
public record Expiry(long atMs, String id) {
    /** Before all. */
    public static final Expiry FIRST = new Expiry(Long.MIN_VALUE, "");
}
