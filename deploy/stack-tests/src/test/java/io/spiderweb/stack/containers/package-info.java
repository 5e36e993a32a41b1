/** The stack in containers, and what prepares it. */
@NullMarked
package io.spiderweb.stack.containers;

import org.jspecify.annotations.NullMarked;
