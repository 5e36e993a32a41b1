package io.spiderweb.mount.tree;

import io.spiderweb.mount.link.NodeLink;
import io.spiderweb.mount.link.Session;

/** Where ids mean something: a node, and the session in which they were told. */
record Place(NodeLink link, Session session) {

    /** Whether an id of that place can be used here. */
    @SuppressWarnings("ReferenceEquality") // a link is its identity
    boolean understandsIdsOf(Place other) {
        return link == other.link && session.incarnation() == other.session.incarnation();
    }
}
