/** How far what is differs from what the projects want, over all of them ({@code spec control 3.8, 4.7, 4.8}). */
@NullMarked
package io.spiderweb.control.reconcile;

import org.jspecify.annotations.NullMarked;
