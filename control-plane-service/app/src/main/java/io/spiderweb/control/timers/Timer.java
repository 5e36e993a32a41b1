package io.spiderweb.control.timers;

import io.spiderweb.control.Refused;
import io.spiderweb.store.Fence;
import java.time.Duration;

/** Something that one replica does for all, again and again: the one that leads. */
public interface Timer {

    /** For the log. */
    String name();

    /** From the end of one run to the next. */
    Duration interval();

    /**
     * Does it once. What it writes is fenced, so that it is refused once another replica has led; a run that is interrupted ends
     * soon. One that fails is logged, and tried again after the interval.
     *
     * @param fence the same for all runs of one leadership
     */
    void run(Fence fence) throws Refused;
}
