package io.spiderweb.control.topology;

import io.spiderweb.control.Caller;
import io.spiderweb.wire.control.ControlFrame;

/** A connection that wants to be told. */
public interface Subscriber {

    /** For whom it acts now; that decides what it is told. */
    Caller caller();

    /** Hands an event over without waiting; one who cannot keep up loses its connection. */
    void push(ControlFrame.Event event);
}
