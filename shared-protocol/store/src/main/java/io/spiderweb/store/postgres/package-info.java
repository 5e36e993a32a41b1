/**
 * The store in a PostgreSQL database, for any number of processes: each write is one call of a function that the schema
 * brings along, reads use a bounded pool, and one connection listens for what others commit.
 */
@NullMarked
package io.spiderweb.store.postgres;

import org.jspecify.annotations.NullMarked;
