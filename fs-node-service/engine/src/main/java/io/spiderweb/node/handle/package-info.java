/** Open files: whose they are, how many there may be, and when an abandoned one is closed (spec fs-node 5). */
@NullMarked
package io.spiderweb.node.handle;

import org.jspecify.annotations.NullMarked;
