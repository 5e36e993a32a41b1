package io.spiderweb.node;

import io.spiderweb.node.access.Grant;
import io.spiderweb.node.event.Listener;
import io.spiderweb.node.handle.Handles;
import io.spiderweb.node.listing.Listings;
import io.spiderweb.node.tree.Links;

/**
 * On whose behalf an operation runs.
 *
 * @param links shown to those who named {@code posix-1}
 */
record Client(Grant grant, Links links, Handles.Client handles, Listings listings, Listener listener) {}
