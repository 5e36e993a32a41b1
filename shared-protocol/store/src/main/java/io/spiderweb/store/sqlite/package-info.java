/**
 * The store in one SQLite file, for one process: a writer thread that commits in groups, a few read connections beside
 * it, and a lock that keeps a second process out.
 */
@NullMarked
package io.spiderweb.store.sqlite;

import org.jspecify.annotations.NullMarked;
