/**
 * Durable state as documents with revisions, for one machine and for many behind one interface: {@link
 * io.spiderweb.store.Store}.
 *
 * <p>Documents change by compare-and-swap in all-or-nothing transactions and leave a log that watchers follow. What
 * changes at every heartbeat, {@link io.spiderweb.store.Leases leases}, is kept beside it and leaves no revision. A
 * backend is a package below this one.
 */
@NullMarked
package io.spiderweb.store;

import org.jspecify.annotations.NullMarked;
