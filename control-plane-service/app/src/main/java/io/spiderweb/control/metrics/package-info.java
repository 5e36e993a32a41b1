/** What an operator can measure ({@code spec control 8}). */
@NullMarked
package io.spiderweb.control.metrics;

import org.jspecify.annotations.NullMarked;
