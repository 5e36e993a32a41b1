/**
 * {@code spiderweb-control}: one operation of the control channel from a command line ({@code spec control 9.1}, without what
 * makes its model hang: every wait has an end, and what cannot be answered is not sent). A subcommand is made from the guide of
 * each operation; {@code probe} and {@code echo} look at the way there.
 */
@NullMarked
package io.spiderweb.control.cli;

import org.jspecify.annotations.NullMarked;
