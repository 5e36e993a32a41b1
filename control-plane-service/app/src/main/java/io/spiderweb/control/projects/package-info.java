/** Projects, their mounts, and which agent works in which of them ({@code spec control 3.7, 4.5, 4.6}). */
@NullMarked
package io.spiderweb.control.projects;

import org.jspecify.annotations.NullMarked;
