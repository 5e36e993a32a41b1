/** The service as its users meet it: over real sockets and as a process. */
@NullMarked
package io.spiderweb.node.app;

import org.jspecify.annotations.NullMarked;
