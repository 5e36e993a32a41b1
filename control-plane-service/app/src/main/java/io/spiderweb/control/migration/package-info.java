/** The state of the reference, taken over once: what it stored, and what becomes of it here ({@code spec control 6}). */
@NullMarked
package io.spiderweb.control.migration;

import org.jspecify.annotations.NullMarked;
