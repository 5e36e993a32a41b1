/** Which agent and project a client works with, and what it may not change while that agent is busy. */
@NullMarked
package io.spiderweb.gateway.session;

import org.jspecify.annotations.NullMarked;
