/** Which connections are open, whoever opened them. */
@NullMarked
package io.spiderweb.control.connections;

import org.jspecify.annotations.NullMarked;
