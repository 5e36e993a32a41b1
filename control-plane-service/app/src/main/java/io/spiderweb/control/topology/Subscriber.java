package io.spiderweb.control.topology;

import io.spiderweb.control.Caller;

/** A connection that wants to be told. */
public interface Subscriber {

    /** For whom it acts now; that decides what it is told. */
    Caller caller();

    /**
     * Hands a frame over without waiting.
     *
     * @return false if it does not keep up, and so has lost its connection
     */
    boolean push(String frame);

    /** Characters of frames that it was handed and that have not left yet. */
    long waiting();
}
