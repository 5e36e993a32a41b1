/** The WebSocket that clients connect to, and what becomes of their frames. */
@NullMarked
package io.spiderweb.gateway.endpoint;

import org.jspecify.annotations.NullMarked;
