package io.spiderweb.node;

import io.spiderweb.node.access.Grant;
import io.spiderweb.node.event.Listener;
import io.spiderweb.node.handle.Handles;
import io.spiderweb.node.listing.Listings;

/** On whose behalf an operation runs. */
record Client(Grant grant, Handles.Client handles, Listings listings, Listener listener) {}
