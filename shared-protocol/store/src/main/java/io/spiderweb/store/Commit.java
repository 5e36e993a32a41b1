package io.spiderweb.store;

/** The answer to {@link Store#commit}. */
public sealed interface Commit {

    /** All was written; every document of the transaction now has this revision. */
    record Committed(long revision) implements Commit {}

    /** Nothing was written: the document {@code key} is not as expected. */
    record Conflict(Key key) implements Commit {}

    /** Nothing was written: the leadership was lost to a newer epoch (0: nobody ever led). */
    record Fenced(long currentEpoch) implements Commit {}
}
