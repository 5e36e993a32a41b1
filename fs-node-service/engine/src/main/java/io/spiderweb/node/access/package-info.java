/** Who may use which export, as a client's hello shows it (spec fs-node 3, 10.2). */
@NullMarked
package io.spiderweb.node.access;

import org.jspecify.annotations.NullMarked;
