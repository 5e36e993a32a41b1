/** The whole stack as real processes, and what is done to it. */
@NullMarked
package io.spiderweb.stack;

import org.jspecify.annotations.NullMarked;
