/** One question and its answer: the loop of an agent, the frames that it streams, and the queues in which turns wait. */
@NullMarked
package io.spiderweb.gateway.turn;

import org.jspecify.annotations.NullMarked;
