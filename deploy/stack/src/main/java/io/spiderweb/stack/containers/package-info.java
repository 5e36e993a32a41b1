/**
 * What the services of a compose project need that share no data directory: each gets its own credentials, as files in a volume of its
 * own.
 */
@NullMarked
package io.spiderweb.stack.containers;

import org.jspecify.annotations.NullMarked;
