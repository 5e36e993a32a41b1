/** How a machine becomes a node: invites that are used once, and joins ({@code spec control 3.6, 4.3}). */
@NullMarked
package io.spiderweb.control.pairing;

import org.jspecify.annotations.NullMarked;
