package io.spiderweb.control.state;

/** The newest ledger that this process has heard of, from its own changes or from those of others; it never goes back. */
final class KnownLedger {

    private long revision;
    private Ledger ledger = Ledger.EMPTY;

    synchronized void heard(long ofRevision, Ledger heard) {
        if (ofRevision > revision) {
            revision = ofRevision;
            ledger = heard;
        }
    }

    synchronized Ledger ledger() {
        return ledger;
    }
}
