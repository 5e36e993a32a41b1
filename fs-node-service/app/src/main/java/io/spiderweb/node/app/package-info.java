/** {@code spiderweb-fs-node}: the node engine as a service, with its command line and its place in a control plane. */
@NullMarked
package io.spiderweb.node.app;

import org.jspecify.annotations.NullMarked;
