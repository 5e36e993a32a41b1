/** What a project's workspace should be and is, as one caller may see it ({@code spec control 3.8, 4.7, 4.8}). */
@NullMarked
package io.spiderweb.control.workspace;

import org.jspecify.annotations.NullMarked;
