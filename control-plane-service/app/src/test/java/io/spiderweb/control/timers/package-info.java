@NullMarked
package io.spiderweb.control.timers;

import org.jspecify.annotations.NullMarked;
