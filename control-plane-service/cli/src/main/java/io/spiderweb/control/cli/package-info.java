/**
 * {@code spiderweb-control}: one operation of the control channel from a command line ({@code spec control 9.1}, without what
 * makes its model hang: every wait has an end, and what cannot be answered is not sent).
 */
@NullMarked
package io.spiderweb.control.cli;

import org.jspecify.annotations.NullMarked;
