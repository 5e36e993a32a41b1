package io.spiderweb.node.event;

/** A connection, as the event stream sees it. Nothing here may block. */
public interface Listener {

    /** Whether it wants to hear of what others changed, and may know of this node. */
    boolean wants(long node);

    /** Whether it agreed on {@code events-1}. */
    boolean numbered();

    void send(String frame);

    /** The stream has a hole: what this client caches may be stale, so it must start anew. */
    void interrupted();
}
