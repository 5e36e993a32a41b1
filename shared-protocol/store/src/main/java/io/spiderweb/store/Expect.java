package io.spiderweb.store;

/** What a write expects to find; if it finds something else, its transaction does nothing. */
public sealed interface Expect {

    /** Whether this holds for a document at {@code revision}, 0 for one that does not exist. */
    boolean holds(long revision);

    record Anything() implements Expect {
        @Override
        public boolean holds(long revision) {
            return true;
        }
    }

    record Absent() implements Expect {
        @Override
        public boolean holds(long revision) {
            return revision == 0;
        }
    }

    /** The document, unchanged since it was read at {@code expected}. */
    record Revision(long expected) implements Expect {
        public Revision {
            if (expected < 1) {
                throw new IllegalArgumentException("a document has revision 1 or more, not " + expected);
            }
        }

        @Override
        public boolean holds(long revision) {
            return revision == expected;
        }
    }
}
