/** The WebSocket of the control channel: from a frame to its answer, in order, whoever sends what. */
@NullMarked
package io.spiderweb.control.endpoint;

import org.jspecify.annotations.NullMarked;
