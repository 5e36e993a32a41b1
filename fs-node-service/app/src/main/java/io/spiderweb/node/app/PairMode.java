package io.spiderweb.node.app;

/** How a machine becomes a node (spec fs-node 10.5). */
enum PairMode {
    /** With an invite, at once. */
    INVITE,
    /** By asking, once somebody has approved it. */
    REQUEST
}
