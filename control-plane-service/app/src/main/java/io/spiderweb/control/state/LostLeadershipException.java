package io.spiderweb.control.state;

/** A leader's change was not made, since another replica has led in the meantime. */
public final class LostLeadershipException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param epoch the newest, that of the other one */
    LostLeadershipException(long epoch) {
        super("another replica has led since, in epoch " + epoch);
    }
}
