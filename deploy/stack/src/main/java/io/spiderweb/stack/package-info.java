/**
 * The whole stack as processes of one machine: start, wait until ready, stop, kill, clean up after a crash. The quickstart tells
 * its story with it; the stack tests cause their faults with it.
 */
@NullMarked
package io.spiderweb.stack;

import org.jspecify.annotations.NullMarked;
