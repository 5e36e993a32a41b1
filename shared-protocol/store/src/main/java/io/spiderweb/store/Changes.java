package io.spiderweb.store;

import java.util.List;

/** The answer to {@link Store#changesSince}. */
public sealed interface Changes {

    /** Whole transactions, oldest first; go on from the revision of the last change. Empty: nothing is newer. */
    record Page(List<Change> changes) implements Changes {
        public Page {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The log cannot go on from there: older changes were compacted away, or the revision is newer than the store (an
     * older backup was restored). Load everything, then go on from {@code revision}, the newest one when this was
     * answered.
     */
    record Reload(long revision) implements Changes {}
}
