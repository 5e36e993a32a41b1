/** Who did what: kept on disk, and added to alone ({@code spec control 3.8}, {@code control 11} row 18). */
@NullMarked
package io.spiderweb.control.audit;

import org.jspecify.annotations.NullMarked;
