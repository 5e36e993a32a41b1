/** Which nodes there are and which of them are alive ({@code spec control 4.4}, with {@code control 11} row 11). */
@NullMarked
package io.spiderweb.control.leases;

import org.jspecify.annotations.NullMarked;
