/** What one replica does for all: which one that is, and that whoever it was before writes nothing any more. */
@NullMarked
package io.spiderweb.control.timers;

import org.jspecify.annotations.NullMarked;
