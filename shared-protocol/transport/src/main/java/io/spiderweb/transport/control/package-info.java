/** A negotiated connection to a control plane, or to the gateway in front of it, as a client has it. */
@NullMarked
package io.spiderweb.transport.control;

import org.jspecify.annotations.NullMarked;
