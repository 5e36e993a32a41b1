/** The sessions of one connection: which agent it acts for, in which project ({@code spec control 2.5, 3.5}). */
@NullMarked
package io.spiderweb.control.sessions;

import org.jspecify.annotations.NullMarked;
