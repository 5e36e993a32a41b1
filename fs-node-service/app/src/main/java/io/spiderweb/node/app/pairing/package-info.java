/** Becoming and staying a node of a control plane: the invite or the request, the state file, the lease (spec fs-node 10.2 to 10.6). */
@NullMarked
package io.spiderweb.node.app.pairing;

import org.jspecify.annotations.NullMarked;
