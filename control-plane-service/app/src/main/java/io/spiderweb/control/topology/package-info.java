/** Tells subscribers that the topology changed, each as far as it may know ({@code spec control 5}). */
@NullMarked
package io.spiderweb.control.topology;

import org.jspecify.annotations.NullMarked;
