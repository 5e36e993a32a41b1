/** A node to test against, scripted over a real WebSocket. */
@NullMarked
package io.spiderweb.mount.testing;

import org.jspecify.annotations.NullMarked;
