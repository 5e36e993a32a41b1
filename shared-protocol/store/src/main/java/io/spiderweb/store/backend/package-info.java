/**
 * What the backends share: the tables as they are read, the versions of their schema, and who waits for changes. For the
 * backends alone.
 */
@NullMarked
package io.spiderweb.store.backend;

import org.jspecify.annotations.NullMarked;
