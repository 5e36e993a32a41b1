/** The directories that a node offers, and how they are written on a command line (spec fs-node 9.1). */
@NullMarked
package io.spiderweb.node.export;

import org.jspecify.annotations.NullMarked;
